/**
 * ONNX's operators as functions of {@code keras.ops}, for what no layer of Keras says.
 *
 * <p>Reading starts at {@link dev.tenon.lifting.walk.KerasFunctions}. A family of operators is a
 * class {@code …Functions}; {@code FunctionWriter} writes single functions, and {@code KerasGaps}
 * lists the operators that Keras cannot hold, each with the reason.
 */
@org.jspecify.annotations.NullMarked
package dev.tenon.lifting.functions;
