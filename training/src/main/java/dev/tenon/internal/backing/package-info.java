/**
 * The network behind a {@code Model}: {@link dev.tenon.internal.backing.Backing} is where reading
 * starts. {@link dev.tenon.internal.backing.EditableNetwork} changes and writes one; {@link
 * dev.tenon.internal.backing.BackingClaim} counts the models that share one.
 */
@NullMarked
package dev.tenon.internal.backing;

import org.jspecify.annotations.NullMarked;
