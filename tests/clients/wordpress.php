<?php
/* What WordPress's own code makes of an address: discovery, the oEmbed request, and its filter for
   providers that are on no list. Its database and its settings are not there; the transport is
   PHP's own. Arguments: WordPress's folder, the address of a page. Prints JSON. */
error_reporting(E_ALL & ~E_DEPRECATED);
define('ABSPATH', rtrim($argv[1], '/') . '/');
define('WPINC', 'wp-includes');
foreach (['class-wp-list-util', 'compat', 'load', 'plugin', 'functions', 'class-wp-error', 'formatting',
          'kses', 'pomo/translations', 'l10n', 'http', 'class-wp-http', 'class-wp-http-response', 'embed', 'class-wp-oembed',
          'shortcodes', 'general-template', 'link-template'] as $name) {
    if (is_file(ABSPATH . WPINC . "/$name.php")) require_once ABSPATH . WPINC . "/$name.php";
}
function wp_rand($min = 0, $max = 0) { return random_int($min, $max); }
function wp_generate_password($length = 12) { return substr(bin2hex(random_bytes(16)), 0, $length); }
add_filter('pre_option', function ($value, $name) {
    return ['blog_charset' => 'UTF-8', 'home' => 'https://blog.example', 'siteurl' => 'https://blog.example'][$name] ?? 0;
}, 10, 2);
add_filter('pre_http_request', function ($answer, $args, $url) {
    $context = stream_context_create(['http' => ['ignore_errors' => true, 'timeout' => 10]]);
    $body = file_get_contents($url, false, $context, 0, $args['limit_response_size'] ?? 1000000);
    preg_match('/ (\d{3})/', $http_response_header[0] ?? ' 599', $found);
    return ['body' => (string) $body, 'headers' => [], 'cookies' => [],
            'response' => ['code' => (int) $found[1], 'message' => '']];
}, 10, 3);
$wordpress = new WP_oEmbed();
$provider = $wordpress->discover($argv[2]);
$data = $provider ? $wordpress->fetch($provider, $argv[2], ['width' => 500, 'height' => 750]) : false;
$html = $data ? $wordpress->data2html($data, $argv[2]) : false;
echo json_encode(['provider' => $provider, 'data' => $data, 'html' => $html,
                  'kept' => $data ? wp_filter_oembed_result($html, $data, $argv[2]) : false]), "\n";
