-- Gives a figure the alt text that stands beside its picture (map.svg, map.alt.txt), and its caption
-- a paragraph of its own: without it, pandoc takes the caption for the alt text.

local function alt_text_of(picture)
  local file = io.open((picture:gsub("%.%w+$", "")) .. ".alt.txt")
  if not file then
    return nil
  end
  local text = file:read("a"):gsub("\n\n", ". "):gsub("%s+$", "")
  file:close()
  return text
end

function Para(paragraph)
  local image = paragraph.content[1]
  if #paragraph.content ~= 1 or image.t ~= "Image" then
    return nil
  end
  local alt = alt_text_of(image.src)
  if not alt then
    return nil
  end
  local caption = pandoc.Para(image.caption)
  image.caption = { pandoc.Str(alt) }
  image.title = ""
  return { pandoc.Para(image), pandoc.Div(caption, { ["custom-style"] = "Image Caption" }) }
end
