package dev.tenon.ir.op;

import dev.tenon.ir.graph.Operator;

/**
 * The families of operators.
 *
 * <p>Names, attributes and semantics are those of the ONNX operator of the newest opset that Tenon
 * ships. Components marked {@link NotInOnnx} are Tenon's own. An optional attribute without a
 * default is a nullable component.
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
