/**
 * The main classes for users. Reading starts at {@link dev.tenon.Model}, which loads, builds, runs,
 * trains, inspects and saves a network. {@link dev.tenon.TrainingStep} is a training step of one's
 * own. {@link dev.tenon.OnnxSequences} loads ONNX files with sequences or optional values.
 */
@NullMarked
package dev.tenon;

import org.jspecify.annotations.NullMarked;
