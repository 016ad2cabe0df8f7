"""The ark: everything public as plain files, which a web server gives out at the same addresses.

Old embeds have to stand under attack, in an outage, and after a desk has closed. `addresses` says
what there is and which file it becomes, `asking` asks our own application for it as a web server
would, `writing` keeps the folder in step. deploy/ark.nginx.conf maps query strings to file names
by the same rules.
"""
