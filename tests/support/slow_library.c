/* A library that takes its time to come, as those do that build their tables first. */
#include <unistd.h>

int slow_answer(void);

static int answer;

__attribute__((constructor)) static void build_table(void)
{
    usleep(200000);
    answer = 42;
}

int slow_answer(void)
{
    return answer;
}
