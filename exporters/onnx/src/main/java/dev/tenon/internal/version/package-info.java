/** The version of Tenon: {@link dev.tenon.internal.version.TenonVersion}. */
@NullMarked
package dev.tenon.internal.version;

import org.jspecify.annotations.NullMarked;
