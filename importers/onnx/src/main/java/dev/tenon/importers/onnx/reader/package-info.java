/**
 * Reads the graphs of a file: {@link dev.tenon.importers.onnx.reader.GraphReader} one graph, node
 * by node, {@link dev.tenon.importers.onnx.reader.NestedGraphs} the graphs in If, Loop and Scan.
 */
@NullMarked
package dev.tenon.importers.onnx.reader;

import org.jspecify.annotations.NullMarked;
