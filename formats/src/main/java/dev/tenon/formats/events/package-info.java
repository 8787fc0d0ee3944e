/**
 * Writes TensorBoard's event files without TensorFlow. Reading starts at {@link
 * dev.tenon.formats.events.EventFile}. {@link dev.tenon.formats.events.GraphNode} is a step of a
 * graph to draw, {@code Summaries} writes the values, and {@code RecordWriter} frames the records.
 */
@NullMarked
package dev.tenon.formats.events;

import org.jspecify.annotations.NullMarked;
