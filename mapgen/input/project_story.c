#include "input/project_parts.h"

static const struct yaml_key note_keys[] = {
    {"text", project_read_names, offsetof(struct project_note, text), true},
    PROJECT_WHEN_KEYS(project_note),
};
static const struct yaml_kind note_kind = {
    .keys = note_keys,
    .key_count = G_N_ELEMENTS(note_keys),
    .size = sizeof(struct project_note),
    .defaults = &(const struct project_note){.when = PROJECT_ALWAYS},
    .line_offset = offsetof(struct project_note, line),
};

static const struct yaml_key side_keys[] = {
    {"name", project_read_names, offsetof(struct project_side, names), true},
    {"according", project_read_names, offsetof(struct project_side, according), false},
};

static const struct yaml_kind side_kind = {
    .keys = side_keys,
    .key_count = G_N_ELEMENTS(side_keys),
    .size = sizeof(struct project_side),
    .line_offset = offsetof(struct project_side, line),
    .is_named = true,
    .name_bytes = "-_",
    .plain_key = "name",
};

static const struct yaml_key holder_keys[] = {
    {"side", yaml_read_text, offsetof(struct project_holder, side), true},
    {"role", project_read_classes, offsetof(struct project_holder, role), true},
    {"name", project_read_names, offsetof(struct project_holder, names), true},
    {"legend", project_read_names, offsetof(struct project_holder, legend), false},
    {"under", project_read_names, offsetof(struct project_holder, under), false},
    {"tones", yaml_read_bool, offsetof(struct project_holder, has_tones), false},
};

static const struct yaml_kind holder_kind = {
    .keys = holder_keys,
    .key_count = G_N_ELEMENTS(holder_keys),
    .size = sizeof(struct project_holder),
    .defaults = &(const struct project_holder){.has_tones = true},
    .line_offset = offsetof(struct project_holder, line),
    .is_named = true,
    .name_bytes = "-_",
};

static bool read_contact(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                         GError **error)
{
    return yaml_read_choice(reader, node, "exact", "approximate", field, error);
}

static const struct yaml_key phase_keys[] = {
    {"from", project_read_from, offsetof(struct project_phase, from), true},
    {"name", project_read_names, offsetof(struct project_phase, names), true},
    {"contact", read_contact, offsetof(struct project_phase, is_contact_approximate), false},
    {"contact_from", project_read_until, offsetof(struct project_phase, contact_from), false},
};
/* Phases tile time: each ends where the next begins. */
static bool check_phase(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                        size_t index, GError **error)
{
    const struct project_phase *phase = item;
    if (index > 0 && phase->from <= phase[-1].from)
        return yaml_fail(reader, node, error, "a phase must begin after the one before it");
    return true;
}
static const struct yaml_kind phase_kind = {
    .keys = phase_keys,
    .key_count = G_N_ELEMENTS(phase_keys),
    .size = sizeof(struct project_phase),
    .defaults = &(const struct project_phase){.contact_from = DAY_AFTER_ALL},
    .line_offset = offsetof(struct project_phase, line),
    .check = check_phase,
};

static bool read_edit_date(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                           GError **error)
{
    struct span *when = field;
    if (!project_read_day(reader, node, &when->from, error))
        return false;
    when->until = when->from + 1;
    return true;
}

static const struct yaml_key edit_keys[] = {
    {"date", read_edit_date, offsetof(struct project_edit, when), false},
    PROJECT_WHEN_KEYS(project_edit),
    {"title", project_read_names, offsetof(struct project_edit, title), false},
    {"caption", project_read_names, offsetof(struct project_edit, caption), false},
    {"credit", yaml_read_text, offsetof(struct project_edit, credit), false},
};

static bool check_edit(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                       size_t index, GError **error)
{
    const struct project_edit *edit = item;
    (void)index;
    bool has_span = yaml_has_key(reader, node, "from") || yaml_has_key(reader, node, "until");
    if (yaml_has_key(reader, node, "date") == has_span)
        return yaml_fail(reader, node, error, "'edits' needs either 'date' or 'from' and 'until'");
    if (edit->title.count == 0 && edit->caption.count == 0 && edit->credit == NULL)
        return yaml_fail(reader, node, error, "'edits' needs 'title', 'caption' or 'credit'");
    return true;
}

static const struct yaml_kind edit_kind = {
    .keys = edit_keys,
    .key_count = G_N_ELEMENTS(edit_keys),
    .size = sizeof(struct project_edit),
    .defaults = &(const struct project_edit){.when = PROJECT_ALWAYS},
    .line_offset = offsetof(struct project_edit, line),
    .check = check_edit,
};

static const struct yaml_key correction_keys[] = {
    {"date", project_read_day, offsetof(struct project_correction, date), true},
    {"text", project_read_names, offsetof(struct project_correction, text), true},
    PROJECT_WHEN_KEYS(project_correction),
};

static const struct yaml_kind correction_kind = {
    .keys = correction_keys,
    .key_count = G_N_ELEMENTS(correction_keys),
    .size = sizeof(struct project_correction),
    .defaults = &(const struct project_correction){.when = PROJECT_ALWAYS},
    .line_offset = offsetof(struct project_correction, line),
};

static const struct yaml_key explanation_keys[] = {
    {"finding", yaml_read_text, offsetof(struct project_explanation, finding), true},
    {"of", yaml_read_texts, offsetof(struct project_explanation, of), true},
    {"because", yaml_read_text, offsetof(struct project_explanation, because), true},
};

static const struct yaml_kind explanation_kind = {
    .keys = explanation_keys,
    .key_count = G_N_ELEMENTS(explanation_keys),
    .size = sizeof(struct project_explanation),
    .line_offset = offsetof(struct project_explanation, line),
};

void project_clear_story(struct project *project)
{
    for (size_t i = 0; i < project->note_count; i++)
        names_clear(&project->notes[i].text);
    for (size_t i = 0; i < project->side_count; i++) {
        g_free(project->sides[i].name);
        names_clear(&project->sides[i].names);
        names_clear(&project->sides[i].according);
    }
    for (size_t i = 0; i < project->holder_count; i++) {
        struct project_holder *holder = &project->holders[i];
        g_free(holder->code);
        g_free(holder->side);
        g_free(holder->role);
        names_clear(&holder->names);
        names_clear(&holder->legend);
        names_clear(&holder->under);
    }
    for (size_t i = 0; i < project->phase_count; i++)
        names_clear(&project->phases[i].names);
    for (size_t i = 0; i < project->edit_count; i++) {
        names_clear(&project->edits[i].title);
        names_clear(&project->edits[i].caption);
        g_free(project->edits[i].credit);
    }
    for (size_t i = 0; i < project->correction_count; i++)
        names_clear(&project->corrections[i].text);
    for (size_t i = 0; i < project->explanation_count; i++) {
        g_free(project->explanations[i].finding);
        g_strfreev(project->explanations[i].of);
        g_free(project->explanations[i].because);
    }
    g_free(project->explanations);
    g_free(project->edits);
    g_free(project->corrections);
    g_free(project->notes);
    g_free(project->sides);
    g_free(project->holders);
    g_free(project->phases);
}

YAML_LIST_READER(struct project, project_read_notes, notes, note_count, note_kind)
YAML_LIST_READER(struct project, project_read_sides, sides, side_count, side_kind)
YAML_LIST_READER(struct project, project_read_holders, holders, holder_count, holder_kind)
YAML_LIST_READER(struct project, project_read_phases, phases, phase_count, phase_kind)
YAML_LIST_READER(struct project, project_read_edits, edits, edit_count, edit_kind)
YAML_LIST_READER(struct project, project_read_explanations, explanations, explanation_count,
                 explanation_kind)
YAML_LIST_READER(struct project, project_read_corrections, corrections, correction_count,
                 correction_kind)
