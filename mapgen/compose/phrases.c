#include "compose/phrases.h"

#include <glib.h>
#include <stdarg.h>

struct phrase_book {
    const char *language;
    const char *phrases[PHRASES];
};

static const struct phrase_book books[] = {
    {"en",
     {
         [PHRASE_AND] = " and ",
         [PHRASE_OTHERS] = "{count} more",
         [PHRASE_FROM_THIS_DATE] = "from this date",
         [PHRASE_SINCE_MAP_BEFORE] = "since the map before",
         [PHRASE_SINCE] = "since {date}",
         [PHRASE_EARLIER_IN] = "earlier in {phase}",
         [PHRASE_BEFORE] = "before",
         [PHRASE_HELD_BY] = "Held by {holder}",
         [PHRASE_CONTACT] = "Line of contact (approximate)",
         [PHRASE_FRONT] = "Front, position approximate",
         [PHRASE_BORDER] = "Recognised border",
         [PHRASE_WITH] = "{holder}, with {other}",
         [PHRASE_CONTESTED] = "contested between {holder} and {other}",
         [PHRASE_ADVANCE] = "{holder} present, not in control",
         [PHRASE_CLAIMED] = "claimed by {holder}, not confirmed",
         [PHRASE_TRANSITION] = "passing from {other} to {holder}, day not known",
         [PHRASE_UNKNOWN] = "not known",
         [PHRASE_NOBODY] = "nobody",
         [PHRASE_PASSES] = "{regions} passes to {holder}",
         [PHRASE_PASS] = "{regions} pass to {holder}",
         [PHRASE_COMES_UNDER] = "{regions} comes under {control}",
         [PHRASE_COME_UNDER] = "{regions} come under {control}",
         [PHRASE_IS] = "{regions} is {control}",
         [PHRASE_ARE] = "{regions} are {control}",
         [PHRASE_STANDS] = "{regions}: {control}",
         [PHRASE_STOP] = ".",
         [PHRASE_ABOUT] = "about {value}",
         [PHRASE_EITHER] = "{first} or {last}",
         [PHRASE_SOME_DAY] = "some day from {first} to {last}",
         [PHRASE_UNCERTAIN] = "{value} (uncertain)",
         [PHRASE_KM2] = "{value} km²",
         [PHRASE_LATEST_DAY] = "A change whose day is not known exactly is drawn on its latest "
                               "possible day.",
         [PHRASE_EARLIEST_DAY] = "A change whose day is not known exactly is drawn on its "
                                 "earliest possible day.",
         [PHRASE_MEANS_PEACEKEEPING] =
             "With peacekeepers: held by one party, patrolled by another.",
         [PHRASE_MEANS_CONTESTED] =
             "Contested: held for certain by neither; fighting, or rival claims.",
         [PHRASE_MEANS_ADVANCE] =
             "Present, not in control: forces were reported there, the ground was not held.",
         [PHRASE_MEANS_CLAIMED] = "Claimed: announced by one party, not confirmed by others.",
         [PHRASE_MEANS_TRANSITION] = "Passing: it changed hands on a day that is not known.",
         [PHRASE_MEANS_UNKNOWN] = "Not known: no source says who held it.",
         [PHRASE_THIS_CHANGE] = "This change: {sources}",
         [PHRASE_MAP_LICENCE] = "{credits}. Map: {licence}",
         [PHRASE_KM] = "km",
         [PHRASE_MILES] = "mi",
         [PHRASE_NORTH] = "N",
         [PHRASE_SOUTH] = "S",
         [PHRASE_EAST] = "E",
         [PHRASE_WEST] = "W",
         [PHRASE_SECOND_TIME] = "{count}×",
         [PHRASE_CORRECTED] = "Corrected {date}: {text}",
         [PHRASE_MAP_OF] = "Map of {view} on {date}.",
     }},
    {"az",
     {
         [PHRASE_AND] = " və ",
         [PHRASE_OTHERS] = "daha {count}",
         [PHRASE_FROM_THIS_DATE] = "bu tarixdən",
         [PHRASE_SINCE_MAP_BEFORE] = "əvvəlki xəritədən bəri",
         [PHRASE_SINCE] = "{date} tarixindən",
         [PHRASE_EARLIER_IN] = "{phase} dövründə əvvəllər",
         [PHRASE_BEFORE] = "əvvəldən",
         [PHRASE_HELD_BY] = "Nəzarət edən: {holder}",
         [PHRASE_CONTACT] = "Təmas xətti (təxmini)",
         [PHRASE_FRONT] = "Cəbhə, yeri təxminidir",
         [PHRASE_BORDER] = "Tanınmış sərhəd",
         [PHRASE_WITH] = "{holder}, {other} ilə birlikdə",
         [PHRASE_CONTESTED] = "mübahisəli: {holder} / {other}",
         [PHRASE_ADVANCE] = "{holder}: irəliləyir, nəzarət etmir",
         [PHRASE_CLAIMED] = "{holder}: iddia edir, təsdiqlənməyib",
         [PHRASE_TRANSITION] = "{other} → {holder}, günü məlum deyil",
         [PHRASE_UNKNOWN] = "məlum deyil",
         [PHRASE_NOBODY] = "heç kim",
         [PHRASE_PASSES] = "{regions}: bu gündən nəzarət edən – {holder}",
         [PHRASE_PASS] = "{regions}: bu gündən nəzarət edən – {holder}",
         [PHRASE_COMES_UNDER] = "{regions}: {control}",
         [PHRASE_COME_UNDER] = "{regions}: {control}",
         [PHRASE_IS] = "{regions}: {control}",
         [PHRASE_ARE] = "{regions}: {control}",
         [PHRASE_STANDS] = "{regions}: {control}",
         [PHRASE_STOP] = ".",
         [PHRASE_ABOUT] = "təqribən {value}",
         [PHRASE_EITHER] = "{first} və ya {last}",
         [PHRASE_SOME_DAY] = "{first} – {last} arasında bir gün",
         [PHRASE_UNCERTAIN] = "{value} (dəqiq deyil)",
         [PHRASE_KM2] = "{value} km²",
         [PHRASE_LATEST_DAY] = "Günü dəqiq bilinməyən dəyişiklik mümkün olan ən son gündə "
                               "göstərilir.",
         [PHRASE_EARLIEST_DAY] = "Günü dəqiq bilinməyən dəyişiklik mümkün olan ən erkən gündə "
                                 "göstərilir.",
         [PHRASE_MEANS_PEACEKEEPING] =
             "Sülhməramlılarla: ərazini bir tərəf saxlayır, digəri patrul edir.",
         [PHRASE_MEANS_CONTESTED] =
             "Mübahisəli: heç bir tərəfin nəzarəti qəti deyil; döyüş və ya qarşılıqlı iddialar.",
         [PHRASE_MEANS_ADVANCE] =
             "İrəliləyir: qüvvələrin orada olduğu bildirilir, ərazi tutulmayıb.",
         [PHRASE_MEANS_CLAIMED] = "İddia: bir tərəf elan edib, başqaları təsdiqləməyib.",
         [PHRASE_MEANS_TRANSITION] = "Keçid: dəyişikliyin günü məlum deyil.",
         [PHRASE_MEANS_UNKNOWN] = "Məlum deyil: heç bir mənbə kimin saxladığını demir.",
         [PHRASE_THIS_CHANGE] = "Bu dəyişiklik: {sources}",
         [PHRASE_MAP_LICENCE] = "{credits}. Xəritə: {licence}",
         [PHRASE_KM] = "km",
         [PHRASE_MILES] = "mil",
         [PHRASE_NORTH] = "Şm",
         [PHRASE_SOUTH] = "C",
         [PHRASE_EAST] = "Ş",
         [PHRASE_WEST] = "Q",
         [PHRASE_SECOND_TIME] = "{count}×",
         [PHRASE_CORRECTED] = "Düzəliş, {date}: {text}",
         [PHRASE_MAP_OF] = "Xəritə: {view}, {date}.",
     }},
    {"hy",
     {
         [PHRASE_AND] = " և ",
         [PHRASE_OTHERS] = "ևս {count}",
         [PHRASE_FROM_THIS_DATE] = "այս օրվանից",
         [PHRASE_SINCE_MAP_BEFORE] = "նախորդ քարտեզից հետո",
         [PHRASE_SINCE] = "սկսած՝ {date}",
         [PHRASE_EARLIER_IN] = "ավելի վաղ՝ {phase}",
         [PHRASE_BEFORE] = "նախկինում",
         [PHRASE_HELD_BY] = "Վերահսկող՝ {holder}",
         [PHRASE_CONTACT] = "Շփման գիծ (մոտավոր)",
         [PHRASE_FRONT] = "Ճակատ, դիրքը մոտավոր է",
         [PHRASE_BORDER] = "Ճանաչված սահման",
         [PHRASE_WITH] = "{holder}, նաև {other}",
         [PHRASE_CONTESTED] = "վիճելի՝ {holder} / {other}",
         [PHRASE_ADVANCE] = "{holder}՝ առկա, չի վերահսկում",
         [PHRASE_CLAIMED] = "{holder}՝ հայտարարված, չհաստատված",
         [PHRASE_TRANSITION] = "{other} → {holder}, օրը հայտնի չէ",
         [PHRASE_UNKNOWN] = "հայտնի չէ",
         [PHRASE_NOBODY] = "ոչ ոք",
         [PHRASE_PASSES] = "{regions}. այս օրվանից վերահսկող՝ {holder}",
         [PHRASE_PASS] = "{regions}. այս օրվանից վերահսկող՝ {holder}",
         [PHRASE_COMES_UNDER] = "{regions}. {control}",
         [PHRASE_COME_UNDER] = "{regions}. {control}",
         [PHRASE_IS] = "{regions}. {control}",
         [PHRASE_ARE] = "{regions}. {control}",
         [PHRASE_STANDS] = "{regions}. {control}",
         [PHRASE_STOP] = "։",
         [PHRASE_ABOUT] = "մոտ {value}",
         [PHRASE_EITHER] = "{first} կամ {last}",
         [PHRASE_SOME_DAY] = "{first} – {last}, օրերից մեկը",
         [PHRASE_UNCERTAIN] = "{value} (անորոշ)",
         [PHRASE_KM2] = "{value} կմ²",
         [PHRASE_LATEST_DAY] = "Եթե օրը ճշգրիտ հայտնի չէ, փոփոխությունը պատկերված է ամենաուշ "
                               "հնարավոր օրով։",
         [PHRASE_EARLIEST_DAY] = "Եթե օրը ճշգրիտ հայտնի չէ, փոփոխությունը պատկերված է ամենավաղ "
                                 "հնարավոր օրով։",
         [PHRASE_MEANS_PEACEKEEPING] =
             "Խաղաղապահներով. տարածքը պահում է մի կողմը, պարեկում է մյուսը։",
         [PHRASE_MEANS_CONTESTED] =
             "Վիճելի. ոչ մեկի վերահսկողությունը հաստատ չէ. մարտեր կամ հակադիր պնդումներ։",
         [PHRASE_MEANS_ADVANCE] = "Առկա. ուժեր են նկատվել, բայց տարածքը չի պահվում։",
         [PHRASE_MEANS_CLAIMED] = "Հայտարարված. մեկ կողմը հայտարարել է, մյուսները չեն հաստատել։",
         [PHRASE_MEANS_TRANSITION] = "Անցում. փոփոխության օրը հայտնի չէ։",
         [PHRASE_MEANS_UNKNOWN] = "Հայտնի չէ. ոչ մի աղբյուր չի ասում, թե ով էր պահում։",
         [PHRASE_THIS_CHANGE] = "Այս փոփոխությունը՝ {sources}",
         [PHRASE_MAP_LICENCE] = "{credits}։ Քարտեզ՝ {licence}",
         [PHRASE_KM] = "կմ",
         [PHRASE_MILES] = "մղոն",
         [PHRASE_NORTH] = "Հս",
         [PHRASE_SOUTH] = "Հվ",
         [PHRASE_EAST] = "Արլ",
         [PHRASE_WEST] = "Արմ",
         [PHRASE_SECOND_TIME] = "{count}×",
         [PHRASE_CORRECTED] = "Ուղղում, {date}՝ {text}",
         [PHRASE_MAP_OF] = "Քարտեզ՝ {view}, {date}։",
     }},
    {"ru",
     {
         [PHRASE_AND] = " и ",
         [PHRASE_OTHERS] = "ещё {count}",
         [PHRASE_FROM_THIS_DATE] = "с этого дня",
         [PHRASE_SINCE_MAP_BEFORE] = "после предыдущей карты",
         [PHRASE_SINCE] = "начиная с даты: {date}",
         [PHRASE_EARLIER_IN] = "ранее в период: {phase}",
         [PHRASE_BEFORE] = "прежде",
         [PHRASE_HELD_BY] = "Контролирует: {holder}",
         [PHRASE_CONTACT] = "Линия соприкосновения (приблизительно)",
         [PHRASE_FRONT] = "Фронт, положение приблизительное",
         [PHRASE_BORDER] = "Признанная граница",
         [PHRASE_WITH] = "{holder}; присутствуют {other}",
         [PHRASE_CONTESTED] = "оспаривается: {holder} / {other}",
         [PHRASE_ADVANCE] = "{holder}: присутствие без контроля",
         [PHRASE_CLAIMED] = "{holder}: заявлено, не подтверждено",
         [PHRASE_TRANSITION] = "{other} → {holder}, день неизвестен",
         [PHRASE_UNKNOWN] = "неизвестно",
         [PHRASE_NOBODY] = "никто",
         [PHRASE_PASSES] = "{regions}: с этого дня контроль: {holder}",
         [PHRASE_PASS] = "{regions}: с этого дня контроль: {holder}",
         [PHRASE_COMES_UNDER] = "{regions}: {control}",
         [PHRASE_COME_UNDER] = "{regions}: {control}",
         [PHRASE_IS] = "{regions}: {control}",
         [PHRASE_ARE] = "{regions}: {control}",
         [PHRASE_STANDS] = "{regions}: {control}",
         [PHRASE_STOP] = ".",
         [PHRASE_ABOUT] = "около {value}",
         [PHRASE_EITHER] = "{first} или {last}",
         [PHRASE_SOME_DAY] = "один из дней: {first} – {last}",
         [PHRASE_UNCERTAIN] = "{value} (неточно)",
         [PHRASE_KM2] = "{value} км²",
         [PHRASE_LATEST_DAY] = "Изменение, день которого точно неизвестен, показано самым поздним "
                               "возможным днём.",
         [PHRASE_EARLIEST_DAY] = "Изменение, день которого точно неизвестен, показано самым ранним "
                                 "возможным днём.",
         [PHRASE_MEANS_PEACEKEEPING] = "С миротворцами: держит одна сторона, патрулирует другая.",
         [PHRASE_MEANS_CONTESTED] = "Оспаривается: твёрдо ни за кем; бои или взаимные притязания.",
         [PHRASE_MEANS_ADVANCE] = "Присутствие: силы замечены, но местность не удерживают.",
         [PHRASE_MEANS_CLAIMED] = "Заявлено: объявлено одной стороной, другими не подтверждено.",
         [PHRASE_MEANS_TRANSITION] = "Переход: день, когда контроль сменился, неизвестен.",
         [PHRASE_MEANS_UNKNOWN] = "Неизвестно: ни один источник не говорит, кто держал.",
         [PHRASE_THIS_CHANGE] = "Это изменение: {sources}",
         [PHRASE_MAP_LICENCE] = "{credits}. Карта: {licence}",
         [PHRASE_KM] = "км",
         [PHRASE_MILES] = "мили",
         [PHRASE_NORTH] = "С",
         [PHRASE_SOUTH] = "Ю",
         [PHRASE_EAST] = "В",
         [PHRASE_WEST] = "З",
         [PHRASE_SECOND_TIME] = "{count}×",
         [PHRASE_CORRECTED] = "Исправлено {date}: {text}",
         [PHRASE_MAP_OF] = "Карта: {view}, {date}.",
     }},
};

const char *phrase_text(enum phrase phrase, const char *language)
{
    for (size_t i = 0; i < G_N_ELEMENTS(books); i++)
        if (g_strcmp0(books[i].language, language) == 0)
            return books[i].phrases[phrase];
    return books[0].phrases[phrase];
}

char *phrase_fill(enum phrase phrase, const char *language, ...)
{
    GString *text = g_string_new(phrase_text(phrase, language));
    va_list pairs;
    va_start(pairs, language);
    for (const char *slot = va_arg(pairs, const char *); slot; slot = va_arg(pairs, const char *)) {
        g_autofree char *braced = g_strdup_printf("{%s}", slot);
        g_string_replace(text, braced, va_arg(pairs, const char *), 0);
    }
    va_end(pairs);
    return g_string_free(text, FALSE);
}
