-- What one run of wrk gave, as a line of JSON. Without a `response` function wrk stays on its fast path.
function done(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('{"requests": %d, "failures": %d, "seconds": %.6f, "p95_ms": %.3f}\n',
    summary.requests, failures, summary.duration / 1e6, latency:percentile(95) / 1000))
end
