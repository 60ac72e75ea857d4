/* cairo 1.16 opens an evicted font file again without a lock around FreeType's library, which is
 * not safe on two threads. Whoever touches the files of a run's faces holds this lock; drawing
 * outlines does not. */
#ifndef MAPGEN_TEXT_FONT_LOCK_H
#define MAPGEN_TEXT_FONT_LOCK_H

void font_lock(void);
void font_unlock(void);

#endif
