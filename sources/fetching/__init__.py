"""Fetch one public web page: the only part of QuoteTrack that opens a connection.

People give us addresses, and sites answer with redirects, so every request could be aimed at a
machine that only we can reach. And every site could answer slowly, endlessly or with a bomb.
Hence, in this order, for the first address and again for each redirect:

* The address is parsed once, as browsers do it, and rebuilt from its parts (``addresses.parse``).
* Its host is resolved once. Unless **every** answer is public (``networks.py``), none is used.
* The connection goes to one of these very addresses: no second look-up can change it. The host
  name serves for the Host header, for SNI and for checking the certificate.
* At most five redirects, never from https down to http.
* Five seconds for a connection, 20 for the whole affair. A watchdog shuts the connection when
  they are over, so that a site that sends a byte a second does not hold us for hours.
* 5 MB after decompression, and never more than a hundredfold of what came over the line.
* HTML, plain text and PDF only, by the server's word and by the bytes.

No cookies, no passwords, no proxy from the environment, one compression. A host gets one request
at a time from each of our processes. Only what a person asked for is fetched, one page at a time;
``robots.txt``, which speaks to crawlers, is therefore not consulted.

Webhooks are sent through the same guard (``posting.py``): one POST, and no redirect is followed.

``FETCH_ALLOW_NETWORKS`` admits networks that are not public, at any port: for tests only.
"""

from .posting import Answered, check, post
from .visits import Fetched, Limits, fetch, look_up

__all__ = ["Answered", "Fetched", "Limits", "check", "fetch", "look_up", "post"]
