"""Numbers for whoever runs the site, in Prometheus' text format, at a port of its own on this machine (METRICS_PORT).

How many requests by route and status, how many wait, how long, how often somebody was slowed, how many lines of the log say
that something is wrong. Nothing about anybody: a label is a name that stands in this code, never a value that came with a request.
"""
