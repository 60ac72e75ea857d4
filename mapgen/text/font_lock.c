#include "text/font_lock.h"

#include <glib.h>

G_LOCK_DEFINE_STATIC(font_files);

void font_lock(void)
{
    G_LOCK(font_files);
}

void font_unlock(void)
{
    G_UNLOCK(font_files);
}
