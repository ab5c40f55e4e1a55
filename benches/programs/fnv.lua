-- FNV-1a hash of a string of 1 MiB, 20 times.
local LEN = 1 << 20
local bytes = {}
for i = 0, LEN - 1 do bytes[i + 1] = string.char(97 + i % 26) end
local text = table.concat(bytes)

local function fnv1a(s)
  local h = 2166136261
  local byte = string.byte
  for i = 1, #s do h = ((h ~ byte(s, i)) * 16777619) & 0xffffffff end
  return h
end

local sum = 0
for round = 0, 19 do
  text = text:sub(1, round) .. string.char(65 + round) .. text:sub(round + 2)
  sum = (sum + fnv1a(text)) & 0xffffffff
end
print(sum)
