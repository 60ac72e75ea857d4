# The text of a file's page on Wikimedia Commons, from the words of a map of profile wikimedia: its
# title, a line `Description: ...`, and the lines of its <metadata>.

{
    colon = index($0, ": ")
    key = substr($0, 1, colon - 1)
    value = substr($0, colon + 2)
    gsub(/\|/, "{{!}}", value)
}
key == "Source" { sources = sources "\n* " value; next }
colon { of[key] = value }

END {
    licence = tolower(of["Licence"])
    gsub(/ /, "-", licence)
    print "== {{int:filedesc}} =="
    print "{{Information"
    print "|description={{" of["Language"] "|1=" of["Title"] ". " of["Description"] "}}"
    print "|date={{subst:CURRENTYEAR}}-{{subst:CURRENTMONTH}}-{{subst:CURRENTDAY2}}"
    print "|source={{own}}, after:" sources "\n* " of["Credit"]
    print "|author=[[User:{{subst:REVISIONUSER}}|{{subst:REVISIONUSER}}]]"
    print "}}"
    print ""
    print "== {{int:license-header}} =="
    print "{{self|" licence "}}"
}
