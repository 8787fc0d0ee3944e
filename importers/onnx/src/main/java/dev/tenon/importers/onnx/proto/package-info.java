/**
 * Reads and checks the messages of an ONNX file for the importer. Reading starts at {@link
 * dev.tenon.importers.onnx.proto.AttributeReader}, which reads the attributes of a node. {@link
 * dev.tenon.importers.onnx.proto.GraphCheck} refuses graphs whose names do not fit together; {@link
 * dev.tenon.importers.onnx.proto.FunctionCheck} refuses models whose functions unfold to too many
 * nodes. {@link dev.tenon.importers.onnx.proto.NodeOrder} sorts nodes, {@link
 * dev.tenon.importers.onnx.proto.FreeNames} finds the outer names that a node reads, and {@link
 * dev.tenon.importers.onnx.proto.SparseTensors} reads sparse tensors.
 */
@NullMarked
package dev.tenon.importers.onnx.proto;

import org.jspecify.annotations.NullMarked;
