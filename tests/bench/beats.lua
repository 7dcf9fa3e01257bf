-- Heartbeats of many players in turn: one a line in the file that the environment names, as path, cookie and body.
local beats, at = {}, 0
for line in io.lines(os.getenv("ATTUNE_BENCH_BEATS")) do
  local path, cookie, body = line:match("^(%S+)\t(%S+)\t(.+)$")
  beats[#beats + 1] = wrk.format("POST", path, { Cookie = cookie, ["Content-Type"] = "application/json" }, body)
end

function request()
  at = at % #beats + 1
  return beats[at]
end

dofile(os.getenv("ATTUNE_BENCH_REPORT"))
