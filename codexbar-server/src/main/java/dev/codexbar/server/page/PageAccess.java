package dev.codexbar.server.page;

/**
 * What the reader of a page may do.
 *
 * @since 0.1.0
 */
public enum PageAccess {
    /** Read and refresh: the request held the token. */
    FULL,
    /** Read, without identity: no token is needed for this, and none was sent. */
    READ_ONLY,
    /** Nothing before a token is given. */
    LOCKED
}
