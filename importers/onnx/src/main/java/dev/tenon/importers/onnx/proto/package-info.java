/**
 * Small questions that are asked of a file's messages: attributes, names, sparse tensors, order,
 * and whether a graph's names fit together.
 */
@NullMarked
package dev.tenon.importers.onnx.proto;

import org.jspecify.annotations.NullMarked;
