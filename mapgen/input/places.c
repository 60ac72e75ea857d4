#include "input/places.h"

#include "base/error.h"
#include "base/number.h"
#include "input/table.h"
#include <string.h>

/* The words that places are found by. Ids are kept apart, because they are exact and come first. */
struct gazetteer_index {
    GHashTable *by_id;    /* id -> struct place, both the gazetteer's */
    GHashTable *by_name;  /* folded name -> struct place; the first place of a name stays */
    GPtrArray *spellings; /* every id, name, side of a name and other spelling */
};

/* The columns of a gazetteer; -1 for one that is not there. */
struct columns {
    int id, lon, lat, kind, rank, country, district, also, not_meant, documents, source, licence,
        note, pin;
};

/* A row that is being read. */
struct row {
    const table *table;
    size_t number;
    const struct columns *columns;
};

static struct columns find_columns(const table *table)
{
    return (struct columns){
        .id = table_column(table, "id"),
        .lon = table_column(table, "lon"),
        .lat = table_column(table, "lat"),
        .kind = table_column(table, "kind"),
        .rank = table_column(table, "rank"),
        .country = table_column(table, "country"),
        .district = table_column(table, "district"),
        .also = table_column(table, "also"),
        .not_meant = table_column(table, "not_meant"),
        .documents = table_column(table, "documents"),
        .source = table_column(table, "source"),
        .licence = table_column(table, "licence"),
        .note = table_column(table, "note"),
        .pin = table_column(table, "pin"),
    };
}

static const char *field(const struct row *row, int column)
{
    return table_field(row->table, row->number, column);
}

static int line(const struct row *row)
{
    return table_line(row->table, row->number);
}

/* The pieces between ';', without blanks around them and without empty ones. */
static char **split_list(const char *text)
{
    g_auto(GStrv) pieces = g_strsplit(text, ";", -1);
    GStrvBuilder *builder = g_strv_builder_new();

    for (char **piece = pieces; *piece != NULL; piece++) {
        if (*g_strstrip(*piece) != '\0')
            g_strv_builder_add(builder, *piece);
    }
    char **list = g_strv_builder_end(builder);
    g_strv_builder_unref(builder);
    return list;
}

static bool read_degrees(const struct row *row, int column, double limit, double *degrees,
                         GError **error)
{
    if (table_number(row->table, row->number, column, degrees) && *degrees >= -limit &&
        *degrees <= limit)
        return true;
    return table_fail(row->table, row->number, column, 0, error,
                      "%s '%s' is no number of degrees from -%g to %g",
                      table_column_name(row->table, column), field(row, column), limit, limit);
}

bool place_pin_is_known(const char *text)
{
    static const char *const winds[] = {"", "N", "NE", "E", "SE", "S", "SW", "W", "NW", NULL};
    g_auto(GStrv) offsets = g_strsplit(text, ",", -1);
    double dx_pt, dy_pt;

    return g_strv_contains(winds, text) ||
           (g_strv_length(offsets) == 2 && number_parse(offsets[0], &dx_pt) &&
            number_parse(offsets[1], &dy_pt));
}

static void read_names(const struct row *row, struct names *names)
{
    const char *name;

    for (int i = 0; (name = table_column_name(row->table, i)) != NULL; i++) {
        if (g_str_has_prefix(name, "name_"))
            names_add(names, name + strlen("name_"), field(row, i));
    }
}

/* Fills a place with what the row says, right or wrong. */
static void copy_texts(const struct row *row, struct place *place)
{
    const struct columns *columns = row->columns;

    place->line = line(row);
    place->id = g_strdup(field(row, columns->id));
    place->kind = g_strdup(field(row, columns->kind));
    place->country = g_strdup(field(row, columns->country));
    place->district = g_strdup(field(row, columns->district));
    place->also = split_list(field(row, columns->also));
    place->not_meant = split_list(field(row, columns->not_meant));
    place->documents = split_list(field(row, columns->documents));
    place->source = g_strdup(field(row, columns->source));
    place->licence = g_strdup(field(row, columns->licence));
    place->note = g_strdup(field(row, columns->note));
    place->pin = g_strdup(field(row, columns->pin));
    read_names(row, &place->names);
}

static bool read_place(const struct row *row, struct place *place, GError **error)
{
    const struct columns *columns = row->columns;
    const table *table = row->table;

    copy_texts(row, place);
    if (*place->id == '\0')
        return table_fail(table, row->number, columns->id, 0, error, "the place has no id");
    if (*place->kind == '\0')
        return table_fail(table, row->number, columns->kind, 0, error,
                          "'%s' has no kind (city, town, village, site)", place->id);
    if (place->names.count == 0)
        return table_fail(table, row->number, -1, 0, error,
                          "'%s' has no name; fill one of the name_XX columns, XX being a language",
                          place->id);
    if (!read_degrees(row, columns->lon, 180, &place->at.lon, error) ||
        !read_degrees(row, columns->lat, 90, &place->at.lat, error))
        return false;
    if (!number_parse_int(field(row, columns->rank), 1, 9, &place->rank))
        return table_fail(table, row->number, columns->rank, 0, error,
                          "rank '%s' is no whole number from 1 to 9", field(row, columns->rank));
    if (!place_pin_is_known(place->pin))
        return table_fail(table, row->number, columns->pin, 0, error,
                          "pin '%s' is " PLACE_PIN_WANTED, place->pin);
    return true;
}

/* A name without case, accents, blanks and hyphens, for comparison. The dotless i of Turkic
 * alphabets counts as an i whose accent is missing. */
static char *fold(const char *name)
{
    g_autofree char *caseless = g_utf8_casefold(name, -1);
    g_autofree char *decomposed = g_utf8_normalize(caseless, -1, G_NORMALIZE_ALL);
    GString *folded = g_string_new("");

    for (const char *at = decomposed; at != NULL && *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        bool is_hyphen = g_unichar_type(letter) == G_UNICODE_DASH_PUNCTUATION;
        if (is_hyphen || g_unichar_ismark(letter) || g_unichar_isspace(letter))
            continue;
        g_string_append_unichar(folded, letter == 0x131 ? 'i' : letter);
    }
    return g_string_free(folded, FALSE);
}

static void index_name(struct gazetteer_index *index, const char *name, struct place *place)
{
    g_autofree char *folded = fold(name);

    g_ptr_array_add(index->spellings, g_strdup(name));
    if (*folded != '\0' && !g_hash_table_contains(index->by_name, folded))
        g_hash_table_insert(index->by_name, g_steal_pointer(&folded), place);
}

/* A name, and each side of " / " in it. */
static void index_sides(struct gazetteer_index *index, const char *name, struct place *place)
{
    g_auto(GStrv) sides = g_strsplit(name, " / ", -1);

    index_name(index, name, place);
    for (char **side = sides; g_strv_length(sides) > 1 && *side != NULL; side++)
        index_name(index, *side, place);
}

static void index_place(struct gazetteer_index *index, struct place *place)
{
    g_hash_table_insert(index->by_id, place->id, place);
    g_ptr_array_add(index->spellings, g_strdup(place->id));
    for (size_t i = 0; i < place->names.count; i++)
        index_sides(index, place->names.texts[i], place);
    for (char **spelling = place->also; *spelling != NULL; spelling++)
        index_sides(index, *spelling, place);
}

static struct gazetteer_index *index_new(void)
{
    struct gazetteer_index *index = g_new0(struct gazetteer_index, 1);

    index->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    index->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    index->spellings = g_ptr_array_new_with_free_func(g_free);
    return index;
}

static void index_free(struct gazetteer_index *index)
{
    g_hash_table_unref(index->by_id);
    g_hash_table_unref(index->by_name);
    g_ptr_array_unref(index->spellings);
    g_free(index);
}

static void place_clear(struct place *place)
{
    g_free(place->id);
    g_free(place->kind);
    g_free(place->country);
    g_free(place->district);
    names_clear(&place->names);
    g_strfreev(place->also);
    g_strfreev(place->not_meant);
    g_strfreev(place->documents);
    g_free(place->source);
    g_free(place->licence);
    g_free(place->note);
    g_free(place->pin);
}

struct gazetteer *gazetteer_read(const char *path, GError **error)
{
    static const char *const required[] = {"id", "lon", "lat", "kind", "rank", NULL};
    g_autoptr(table) table = table_read(path, required, error);
    g_autoptr(gazetteer) gazetteer = g_new0(struct gazetteer, 1);

    if (table == NULL)
        return NULL;
    struct columns columns = find_columns(table);
    gazetteer->path = g_strdup(path);
    gazetteer->places = g_new0(struct place, table_row_count(table));
    gazetteer->index = index_new();
    for (size_t i = 0; i < table_row_count(table); i++) {
        struct place *place = &gazetteer->places[gazetteer->count++];
        struct row row = {table, i, &columns};
        if (!read_place(&row, place, error))
            return NULL;
        const struct place *namesake = g_hash_table_lookup(gazetteer->index->by_id, place->id);
        if (namesake != NULL) {
            table_fail(table, i, columns.id, 0, error, "a second place has the id '%s' of line %d",
                       place->id, namesake->line);
            return NULL;
        }
        index_place(gazetteer->index, place);
    }
    g_ptr_array_add(gazetteer->index->spellings, NULL);
    return g_steal_pointer(&gazetteer);
}

void gazetteer_free(struct gazetteer *gazetteer)
{
    if (gazetteer == NULL)
        return;
    for (size_t i = 0; i < gazetteer->count; i++)
        place_clear(&gazetteer->places[i]);
    if (gazetteer->index != NULL)
        index_free(gazetteer->index);
    g_free(gazetteer->places);
    g_free(gazetteer->path);
    g_free(gazetteer);
}

const struct place *gazetteer_find(const struct gazetteer *gazetteer, const char *word)
{
    const struct place *place = g_hash_table_lookup(gazetteer->index->by_id, word);

    if (place != NULL || !g_utf8_validate(word, -1, NULL))
        return place;
    g_autofree char *folded = fold(word);
    return g_hash_table_lookup(gazetteer->index->by_name, folded);
}

const char *gazetteer_nearest(const struct gazetteer *gazetteer, const char *word)
{
    return error_nearest(word, (const char *const *)gazetteer->index->spellings->pdata);
}
