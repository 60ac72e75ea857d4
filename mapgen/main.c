/* mapgen: finds the command and runs it; what it does stands in cli/NAME.c. */
#include "base/error.h"
#include "base/interruption.h"
#include "base/library.h"
#include "cli/cli.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

static const struct command commands[] = {
    {"render", "PROJECT --date DAY -o FILE", "Draws the map of one day",
     "The ending of each FILE says what it becomes: .svg, .png or .pdf. '-o -' writes to stdout.\n"
     "The map tells what changed after the day of --since, the day before --date unless given.\n\n"
     "What is set by hand comes before what the project says:\n"
     "  mapgen render p.yaml --date 2020-11-10 --around Shusha,15 --title 'The road to Shusha' \\\n"
     "    --mark 46.75,39.76='Old bridge' --label Stepanakert='Khankendi (Stepanakert)' -o map.png",
     render_run},
    {"series", "PROJECT -o DIR", "Draws a map for every date",
     "A map lands in DIR/VIEW/DATE.FORMAT and tells what changed since the one before it. "
     "'changes'\n"
     "are the dates on which something changes hands, 'monthly' the first of every month, LIST is\n"
     "days apart by commas. A change date whose changes all lie outside a view makes no map in "
     "it.\n"
     "DIR/index.html shows the maps of this run in a browser, from disk: a slider of dates, two "
     "dates\n"
     "side by side, who held how much, sources, downloads. index.html#2020-11-10 and "
     "#VIEW/2020-11-10\n"
     "lead to a map.\n\n"
     "  mapgen series p.yaml --dates 2020-11-10,2020-12-01 --layout slide --lang az,en -o slides",
     series_run},
    {"sheet", "PROJECT -o FILE", "Draws several dates side by side on one page",
     "Small multiples with one legend: the first map shows how things stood, each after it what "
     "had\n"
     "changed since the one before.\n\n"
     "  mapgen sheet p.yaml --dates 1992-01-01,1994-05-12,2020-12-01,2023-09-29 --layout print \\\n"
     "    --title 'Thirty years' -o sheet.pdf",
     sheet_run},
    {"animate", "PROJECT -o FILE", "Draws one moving picture of many dates",
     "The ending of each FILE says what it becomes: .gif, .webp or .svg (which moves by itself in "
     "a\n"
     "browser, and elsewhere shows the last map). A folder, whose name ends with '/', gets PNG\n"
     "frames, and the line for ffmpeg that makes an MP4 of them is printed. Each map tells what\n"
     "changed since the one before it; the last one stays for twice as long.\n\n"
     "  mapgen animate p.yaml --from 2020-09-27 --to 2020-12-14 --fade 0.4 -o autumn.gif\n"
     "  mapgen animate p.yaml --steps time --length 60 --hold 1 --loop 1 -o all.svg -o all.webp",
     animate_run},
    {"dates", "PROJECT", "Lists the dates on which something changes, and what", NULL, dates_run},
    {"stats", "PROJECT", "Measures who holds how much: square kilometres and shares",
     "Areas are geodesic. Shares are of the theatre, or of a region's part of it with --region or\n"
     "--regions. There are rows for every change date unless other days are asked for. Gained, "
     "lost\n"
     "and net are since the day before in the list; of the first, or of --date, since the change\n"
     "before it. As much is gained as is lost: the area that changed hands or status.\n\n"
     "  mapgen stats p.yaml --dates 1994-06-01,2020-12-01 --by side\n"
     "  mapgen stats p.yaml --from 2020-09-27 --to 2020-12-15 --region zone --format csv",
     stats_run},
    {"diff", "PROJECT --from DAY --to DAY [-o FILE]",
     "Maps and measures what changed between two days",
     "Without -o a table: each part with how it changed, its square kilometres and its events. "
     "With\n"
     "-o the map: what passed, what is contested now, what went back and forth, where the line of\n"
     "contact was. 'from' is as that day ended: a change dated so is none.\n\n"
     "  mapgen diff p.yaml --from 2020-09-26 --to 2020-11-10 -o autumn.svg --format table",
     diff_run},
    {"explain", "PROJECT (--place P | --region R | --at LON,LAT)... (--date DAY | --all | -o FILE)",
     "Says who holds a place, since when, by which event, after which source",
     "Beside what holds on the day it tells what held before and what comes after, and of every "
     "row\n"
     "of the log that speaks of the place or region, what became of it: whether it is in force, "
     "gave\n"
     "way, was set aside by a row of the same date, changed nothing, lies after the day, was "
     "withdrawn\n"
     "or not yet reported. --all tells all that ever held. With -o there is a chart of it instead: "
     "a\n"
     "bar for each place or region, one above the other.\n\n"
     "  mapgen explain p.yaml --place Shusha --date 2020-11-10\n"
     "  mapgen explain p.yaml --region lachin-district --all --format json\n"
     "  mapgen explain p.yaml --place Shusha --place Lachin --place Hadrut -o towns.svg -o "
     "towns.png",
     explain_run},
    {"export", "PROJECT [--date DAY] -o FILE",
     "Writes the areas under one control as GeoJSON, shapefile or GeoPackage",
     "Without --date all days: an area for every run of days on which it is under one control, "
     "from\n"
     "'start_date' to the day before 'end_date'. With --date 'since' is the day from which the "
     "whole\n"
     "area has been as it is. For QGIS a style stands beside the file (.qml), or in the "
     "GeoPackage,\n"
     "which has the lines between the parties too.",
     export_run},
    {"check", "PROJECT", "Lists every problem of a project as file:line: message",
     "Exit status 1 when there is a warning, 0 when there are at most notes.", check_run},
    {"corpus", "PROJECT TEXT...",
     "Finds the places and dates of documents, and what no event covers",
     "A TEXT is a plain text in UTF-8, a folder of .txt files, or '-' for stdin. Found are names "
     "in\n"
     "all spellings, languages and cases; beside each the dates of its sentence, or the nearest "
     "of\n"
     "its paragraph; and the events of the place, or of a region around it, at that time. The "
     "year\n"
     "of '2020-11-08?' comes from the text around it. 'Lachin district' and 'Lachin corridor' "
     "mean\n"
     "those areas, not the town.\n\n"
     "  mapgen corpus p.yaml interviews/ report.txt\n"
     "  mapgen corpus p.yaml interviews/ --list uncovered --format csv > to-check.csv",
     corpus_run, .takes_files = true},
};

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

static void print_help(FILE *out)
{
    fputs("mapgen draws maps of who held what, and when.\n\nUsage:\n", out);
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(out, "  mapgen %-8s %s\n", commands[i].name, commands[i].arguments);
    fputs("\nCommands:\n", out);
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fputs("\n'mapgen COMMAND --help' lists a command's options; 'mapgen --version' the version.\n"
          "Exit status: 0 done, 1 failed (or findings, for check), 2 wrong usage.\n",
          out);
}

static bool fail_to_find(const char *word, GError **error)
{
    const char *names[G_N_ELEMENTS(commands) + 1] = {NULL};

    if (*word == '-')
        return usage_fail(error, "there is no option '%s' before the command", word);
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i].name;
    g_autofree char *hint = usage_known(word, names);
    return usage_fail(error, "there is no command '%s'; %s", word, hint);
}

/* What --help and --version print is looked at here; data, where it is written. */
static void finish_stdout(GError **error)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "stdout: %s", g_strerror(errno));
}

/* A message may cite what stands in a broken file: letters that would steer a terminal are printed
 * as "\x1b". */
static void print_error(const char *message)
{
    g_autoptr(GString) line = g_string_new("mapgen: ");
    for (; *message != '\0'; message++) {
        if (g_ascii_iscntrl(*message) && *message != '\n')
            g_string_append_printf(line, "\\x%02x", *message);
        else
            g_string_append_c(line, *message);
    }
    fprintf(stderr, "%s\n", line->str);
}

/* Prints what went wrong and answers the exit status. */
static int fail(const struct command *command, const GError *error)
{
    print_error(error->message);
    if (!g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE))
        return EXIT_FAILED;
    fprintf(stderr, "mapgen: try 'mapgen %s%s--help'\n", command == NULL ? "" : command->name,
            command == NULL ? "" : " ");
    return EXIT_WRONG_USAGE;
}

/* Memory that was given back is soon asked for again: it stays, or each large array would be new
 * pages, which take a map's tenth. */
static void keep_memory(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const struct command *command = argc < 2 ? NULL : command_find(argv[1]);
    int status = EXIT_DONE;

    keep_memory();
    interruption_watch();
    if (argc < 2) {
        print_help(stderr);
        return EXIT_WRONG_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        print_help(stdout);
    else if (strcmp(argv[1], "--version") == 0)
        puts("mapgen " MAPGEN_VERSION);
    else if (command == NULL)
        fail_to_find(argv[1], &error);
    else
        status = command->run(command, argv + 2, &error);
    library_stop();
    if (error == NULL)
        finish_stdout(&error);
    return error == NULL ? status : fail(command, error);
}
