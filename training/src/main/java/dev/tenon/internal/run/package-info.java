/**
 * What precedes a run: {@link dev.tenon.internal.run.Engines} names the engines, {@link
 * dev.tenon.internal.run.Inputs} checks and converts what a caller feeds.
 */
@NullMarked
package dev.tenon.internal.run;

import org.jspecify.annotations.NullMarked;
