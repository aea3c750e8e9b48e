/* A bad disk or stick, put between the program and the system (LD_PRELOAD). It is bad for files whose path contains
   FAULT_PATH and ends with FAULT_END, in the way that FAULT_MODE says:

     fsync-fails:N   the N-th flush fails
     fake:BYTES      what is written behind the first BYTES arrives as zeros, and nobody is told
     flip:BYTE       the byte at this place arrives with one bit changed
     short:N         a write takes N bytes at most, as the system may do at any time

   When it was bad for the first time it makes the empty file FAULT_MET. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef ssize_t (*writer)(int, const void *, size_t);
typedef ssize_t (*place_writer)(int, const void *, size_t, off_t);
typedef int (*flusher)(int);

static int flushes;

static int is_bad(int file) {
    char link[64], path[4096];
    const char *part = getenv("FAULT_PATH"), *end = getenv("FAULT_END");
    if (!part || !end || !getenv("FAULT_MODE")) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    size_t tail = strlen(end);
    return strstr(path, part) && (size_t)length >= tail && !strcmp(path + length - tail, end);
}

/* The number behind the mode's name, or -1 where another mode is on. */
static long long mode(const char *name) {
    const char *on = getenv("FAULT_MODE");
    size_t length = strlen(name);
    return on && !strncmp(on, name, length) && on[length] == ':' ? atoll(on + length + 1) : -1;
}

static void met(void) {
    const char *mark = getenv("FAULT_MET");
    if (mark) close(open(mark, O_CREAT | O_WRONLY, 0600));
}

/* What arrives instead of `content`, or NULL where it arrives as it is; `*size` may become smaller. */
static char *spoiled(const void *content, size_t *size, off_t at) {
    long long fake = mode("fake"), flip = mode("flip"), most = mode("short");
    if (most >= 0 && *size > (size_t)most) {
        *size = (size_t)most;
        met();
        return NULL;
    }
    int drops = fake >= 0 && at + (long long)*size > fake;
    int turns = flip >= 0 && flip >= at && flip < at + (long long)*size;
    if (!drops && !turns) return NULL;
    char *other = malloc(*size);
    if (!other) abort();
    memcpy(other, content, *size);
    if (turns) other[flip - at] ^= 1;
    if (drops) {
        size_t from = fake > at ? (size_t)(fake - at) : 0;
        memset(other + from, 0, *size - from);
    }
    met();
    return other;
}

ssize_t write(int file, const void *content, size_t size) {
    writer real = (writer)dlsym(RTLD_NEXT, "write");
    if (!is_bad(file)) return real(file, content, size);
    char *other = spoiled(content, &size, lseek(file, 0, SEEK_CUR));
    ssize_t done = real(file, other ? other : content, size);
    free(other);
    return done;
}

static ssize_t at_place(const char *name, int file, const void *content, size_t size, off_t at) {
    place_writer real = (place_writer)dlsym(RTLD_NEXT, name);
    if (!is_bad(file)) return real(file, content, size, at);
    char *other = spoiled(content, &size, at);
    ssize_t done = real(file, other ? other : content, size, at);
    free(other);
    return done;
}

ssize_t pwrite(int file, const void *content, size_t size, off_t at) { return at_place("pwrite", file, content, size, at); }
ssize_t pwrite64(int file, const void *content, size_t size, off_t at) { return at_place("pwrite64", file, content, size, at); }

static int flush(const char *name, int file) {
    flusher real = (flusher)dlsym(RTLD_NEXT, name);
    long long failing = mode("fsync-fails");
    if (failing < 0 || !is_bad(file) || ++flushes != failing) return real(file);
    met();
    errno = EIO;
    return -1;
}

int fsync(int file) { return flush("fsync", file); }
int fdatasync(int file) { return flush("fdatasync", file); }
