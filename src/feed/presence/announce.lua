-- What one server holds of a room takes the place of what it held before. Places whose time is over go, and so does the
-- focus of who is not there any more. Who is there by another place already has been there since then.
--
-- KEYS[1]  the room: a hash of p/<member>/<server> = "<end in ms> <since in us>" and f/<member> = <field>
-- ARGV     the server, how long a place lives in ms, then for each person: member, since, field or nothing
-- Answers whether others are there than before (1 or 0), and in how many ms the first place of another server ends (-1:
-- no other server has one).
local room, server, life = KEYS[1], ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local before, after, gone, first_end = {}, {}, {}, -1

local fields = redis.call('HGETALL', room)
for at = 1, #fields, 2 do
  local member, holder = string.match(fields[at], '^p/([^/]+)/([^/]+)$')
  if member then
    local ends, since = string.match(fields[at + 1], '^(%d+) (%d+)$')
    local left = tonumber(ends) - now
    if not before[member] or tonumber(since) < tonumber(before[member]) then before[member] = since end
    if holder == server or left <= 0 then
      gone[fields[at]] = true
    else
      after[member] = true
      if first_end < 0 or left < first_end then first_end = left end
    end
  end
end

for at = 3, #ARGV, 3 do
  local member, since, field = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local place = 'p/' .. member .. '/' .. server
  gone[place], after[member] = nil, true
  if not before[member] then
    if field ~= '' then redis.call('HSET', room, 'f/' .. member, field) end
  elseif tonumber(before[member]) < tonumber(since) then
    since = before[member]
  end
  redis.call('HSET', room, place, string.format('%.0f', now + life) .. ' ' .. since)
end

local changed = 0
for place in pairs(gone) do redis.call('HDEL', room, place) end
for member in pairs(before) do
  if not after[member] then
    redis.call('HDEL', room, 'f/' .. member)
    changed = 1
  end
end
for member in pairs(after) do
  if not before[member] then changed = 1 end
end
redis.call('PEXPIRE', room, 2 * life)
return { changed, first_end }
