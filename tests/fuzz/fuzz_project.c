/* Project files: any bytes are refused with a message, or give a project whose required parts are
 * there. */
#include "input/project.h"
#include <glib/gstdio.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *folder = g_dir_make_tmp("mapgen-fuzz-XXXXXX", NULL);
    g_assert(folder != NULL);
    g_autofree char *path = g_build_filename(folder, "project.yaml", NULL);
    FILE *file = fopen(path, "wb");
    g_assert(file != NULL && fwrite(data, 1, size, file) == size);
    fclose(file);

    g_autoptr(GError) error = NULL;
    g_autoptr(project) project = project_read(path, &error);
    g_assert((project == NULL) == (error != NULL));
    if (error != NULL)
        g_assert(g_str_has_prefix(error->message, path));
    if (project != NULL) {
        g_assert(project->id != NULL && project->languages[0] != NULL);
        g_assert(project->layer_count > 0 && project->layers[0].path != NULL);
        g_assert(project->view_count > 0 && project->title.count > 0);
    }

    g_remove(path);
    g_rmdir(folder);
    return 0;
}
