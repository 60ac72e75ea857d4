/* An end that comes from outside while files are on their way to their places: Ctrl-C, a kill, a
 * reader that is gone, no memory or thread left. Files that are begun are finished first and no
 * other is begun, so that nothing half written stays behind:
 *
 *     interruption_hold();
 *     make a file beside, write it, rename it
 *     interruption_release();
 *
 * A signal that arrives while nobody holds ends the program at once, as it always does; one that
 * arrives in between ends it when the last of all threads has released. A second one does not wait.
 * SIGKILL cannot be told of. */
#ifndef MAPGEN_BASE_INTERRUPTION_H
#define MAPGEN_BASE_INTERRUPTION_H

/* Looks out for SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM and SIGXCPU, unless whoever started the
 * program has them ignored. A file that grows too large (SIGXFSZ) becomes an error of writing. When
 * a library finds no memory or cannot start a thread, which GLib takes for the end, the program
 * ends with a message and exit status 1. Once, before there are threads. */
void interruption_watch(void);

/* Puts off an end from outside; does not come back when one has been announced. Nests, from any
 * thread. */
void interruption_hold(void);

/* Lets go, and ends the program when it was told to and nobody else holds. */
void interruption_release(void);

#endif
