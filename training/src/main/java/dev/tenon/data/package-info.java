/** Batches of samples: from arrays, files and folders, shuffled, mapped, prefetched. */
@NullMarked
package dev.tenon.data;

import org.jspecify.annotations.NullMarked;
