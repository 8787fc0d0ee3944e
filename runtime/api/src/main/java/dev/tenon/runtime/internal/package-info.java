/** What both engines share and users do not call; reading starts at {@code RunGate}. */
@NullMarked
package dev.tenon.runtime.internal;

import org.jspecify.annotations.NullMarked;
