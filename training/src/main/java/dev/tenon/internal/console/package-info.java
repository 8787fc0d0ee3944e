/**
 * Text for a terminal: {@link dev.tenon.internal.console.TextTable}, {@link
 * dev.tenon.internal.console.LayerTable} for Keras' summary, and {@link
 * dev.tenon.internal.console.PythonShape}.
 */
@NullMarked
package dev.tenon.internal.console;

import org.jspecify.annotations.NullMarked;
