/* Documents of any bytes: refused with an error, or taken apart in order, with mentions and dates
 * inside their sentences. */
#include "input/mentions.h"
#include "input/prose_dates.h"
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const languages[] = {"en", "az", "hy", "ru", NULL};

static void check_span(const struct document *document, struct text_span span, guint number)
{
    const struct sentence *sentence = &g_array_index(document->sentences, struct sentence, number);
    int line, column;

    g_assert(span.start < span.end && span.end <= document->length);
    g_assert(sentence->span.start <= span.start && span.start < sentence->span.end);
    g_assert(g_utf8_validate(document->text + span.start, (gssize)(span.end - span.start), NULL));
    document_position(document, span.start, &line, &column);
    g_assert(line >= 1 && column >= 1);
    g_autofree char *excerpt = document_excerpt(document, span, 40);
    g_assert(g_utf8_validate(excerpt, -1, NULL) && strchr(excerpt, '\n') == NULL);
}

static void check_sentences(const struct document *document)
{
    size_t end = 0;

    for (guint i = 0; i < document->sentences->len; i++) {
        const struct sentence *s = &g_array_index(document->sentences, struct sentence, i);
        const struct text_span *p =
            &g_array_index(document->paragraphs, struct text_span, s->paragraph);
        g_assert(end <= s->span.start && s->span.start < s->span.end);
        g_assert(p->start <= s->span.start && s->span.end <= p->end);
        end = s->span.end;
    }
}

static void check_dates(const struct document *document, const language_guesser *guesser,
                        const calendar_words *words)
{
    g_autoptr(GArray) dates = prose_dates_find(words, guesser, document, 3);
    size_t end = 0;

    for (guint i = 0; i < dates->len; i++) {
        const struct prose_date *date = &g_array_index(dates, struct prose_date, i);
        struct edtf again;
        check_span(document, date->span, date->sentence);
        g_assert(end <= date->span.start);
        end = date->span.end;
        g_assert(date->edtf == NULL || edtf_parse(date->edtf, 3, &again, NULL));
        g_assert(date->edtf == NULL || date->date.earliest <= date->date.latest);
    }
}

/* A gazetteer of a few names, made once. */
static name_index *make_index(const language_guesser *guesser)
{
    static const char table[] = "id,lon,lat,kind,rank,name_en,name_az,name_hy,name_ru,also\n"
                                "shusha,46.7,39.7,city,1,Shusha,Şuşa,Շուշի,Шуша,Susa\n"
                                "sus,46.5,39.6,village,4,Sus,Sus,Ներքին Սուս,Сус,\n"
                                "red-bazar,46.9,39.6,village,4,Red Bazar,Qırmızı Bazar,,"
                                "Красный Базар,\n";
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("fuzz-XXXXXX.csv", &path, NULL);

    g_assert(file >= 0 && g_file_set_contents(path, table, -1, NULL));
    g_autoptr(gazetteer) places = gazetteer_read(path, NULL);
    close(file);
    unlink(path);
    return name_index_new(places, guesser);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static language_guesser *guesser;
    static name_index *index;
    static calendar_words *words;
    g_autoptr(GError) error = NULL;

    if (guesser == NULL) {
        guesser = language_guesser_new(languages);
        index = make_index(guesser);
        words = calendar_words_new(languages);
    }
    g_autoptr(document) document =
        document_parse("fuzz", (const char *)data, size, guesser, &error);
    g_assert((document == NULL) == (error != NULL));
    if (document == NULL)
        return 0;
    g_autoptr(GArray) mentions = mentions_find(index, document);
    check_sentences(document);
    for (guint i = 0; i < mentions->len; i++)
        check_span(document, g_array_index(mentions, struct mention, i).span,
                   g_array_index(mentions, struct mention, i).sentence);
    check_dates(document, guesser, words);
    return 0;
}
