package dev.tenon.ir.op;

import dev.tenon.ir.graph.Operator;

/**
 * The families of the operators that there are.
 *
 * <p>Names, attribute names and meaning are those of the ONNX operator of the newest opset that
 * Tenon ships; components marked {@link NotInOnnx} are Tenon's own. An attribute that ONNX lets a
 * model leave out without a default is a nullable component.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
public sealed interface OperatorFamily extends Operator
    permits Unary,
        Binary,
        Variadic,
        Activations,
        Reduction,
        Movement,
        Indexing,
        Generation,
        Linear,
        Convolution,
        Pooling,
        Normalization,
        ImageResampling,
        Vision,
        Signal,
        Text,
        RandomGenerators,
        Recurrent,
        Control,
        StatelessRandom,
        TraditionalMl,
        CustomOperator {}
