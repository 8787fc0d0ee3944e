/** Common parts of both engines, not for users; reading starts at {@code RunGate}. */
@NullMarked
package dev.tenon.runtime.internal;

import org.jspecify.annotations.NullMarked;
