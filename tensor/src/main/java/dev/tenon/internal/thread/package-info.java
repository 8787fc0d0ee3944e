/**
 * Threads: {@link dev.tenon.internal.thread.DaemonThreads} makes those that work for others, {@link
 * dev.tenon.internal.thread.ThreadLimit} says whether a call may use several.
 */
@NullMarked
package dev.tenon.internal.thread;

import org.jspecify.annotations.NullMarked;
