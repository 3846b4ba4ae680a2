-- Someone who is in a room turns to a field of it, or away from all.
--
-- KEYS[1]  the room, as announce.lua writes it
-- ARGV     the member, the field or nothing
-- Answers whether that is news (1 or 0). Of who is not there, it never is.
local room, place, focus, field = KEYS[1], 'p/' .. ARGV[1] .. '/', 'f/' .. ARGV[1], ARGV[2]
local there = false
for _, name in ipairs(redis.call('HKEYS', room)) do
  there = there or string.sub(name, 1, #place) == place
end
if not there or (redis.call('HGET', room, focus) or '') == field then return 0 end
if field == '' then redis.call('HDEL', room, focus) else redis.call('HSET', room, focus, field) end
return 1
