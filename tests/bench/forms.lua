-- Sends each line of the file FORMS once: "path TAB cookie TAB type TAB body".
-- START skips the lines of earlier rounds; DONE gets where this one ended.
local lines, n = {}, 0
local base = os.getenv("BASE")
function init()
	local skip = tonumber(os.getenv("START") or "0")
	for line in io.lines(os.getenv("FORMS")) do
		skip = skip - 1
		if skip < 0 then lines[#lines + 1] = line end
	end
end
function request()
	n = n % #lines + 1
	local path, cookie, kind, body = lines[n]:match("^(.-)\t(.-)\t(.-)\t(.*)$")
	local headers = { ["Origin"] = base, ["Content-Type"] = kind }
	if cookie ~= "" then headers["Cookie"] = cookie end
	return wrk.format(body == "" and "GET" or "POST", path, headers, body ~= "" and body or nil)
end
local status = {}
function response(s)
	status[s] = (status[s] or 0) + 1
end
function done(summary, latency)
	io.write(string.format("{\"requests\":%d,\"us\":%d,\"errors\":%d,\"p99_us\":%d}\n",
	    summary.requests, summary.duration, summary.errors.status + summary.errors.read
	    + summary.errors.write + summary.errors.timeout + summary.errors.connect,
	    latency:percentile(99)))
end
