/**
 * TensorFlow's own graphs, run as they are: {@link
 * dev.tenon.internal.backing.stored.StoredBacking}.
 */
@NullMarked
package dev.tenon.internal.backing.stored;

import org.jspecify.annotations.NullMarked;
