-- A client asks for operations: they are owed for from now on, unless the bucket does not hold as many.
--
-- KEYS[1]  when the client's bucket is full again, in microseconds
-- ARGV     what is owed for the operations, and for how long an empty bucket fills, in microseconds
-- Answers what was owed before.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local owed = math.max(0, tonumber(redis.call('GET', KEYS[1]) or now) - now)
local after = owed + tonumber(ARGV[1])
if after <= tonumber(ARGV[2]) then
  redis.call('SET', KEYS[1], string.format('%.0f', now + after), 'PX', math.ceil(after / 1000) + 1)
end
return owed
