/*
 * The cheapest way to run a program in a terminal: one run for each line on standard input, its nanoseconds on
 * standard output. The arguments are the program's.
 */
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
    char buffer[65536];
    int request;
    if (argc < 2) {
        return 2;
    }
    while ((request = getchar()) != EOF) {
        if (request != '\n') {
            continue;
        }
        long long start = now();
        struct winsize size = {.ws_row = 50, .ws_col = 160};
        int master;
        long total = 0;
        int status = -1;
        pid_t child = forkpty(&master, NULL, NULL, &size);
        if (child < 0) {
            perror("forkpty");
            return 1;
        }
        if (child == 0) {
            execv(argv[1], argv + 1);
            _exit(127);
        }
        for (ssize_t got; (got = read(master, buffer, sizeof buffer)) > 0;) {
            total += got;
        }
        waitpid(child, &status, 0);
        close(master);
        printf("%lld\n", now() - start);
        fflush(stdout);
        if (total == 0 || status != 0) {
            return 1;
        }
    }
    return 0;
}
