/** TensorBoard's event files, written without TensorFlow. */
@NullMarked
package dev.tenon.formats.events;

import org.jspecify.annotations.NullMarked;
