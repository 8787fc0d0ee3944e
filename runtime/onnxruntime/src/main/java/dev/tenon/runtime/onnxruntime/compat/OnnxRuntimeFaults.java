package dev.tenon.runtime.onnxruntime.compat;

import dev.tenon.runtime.internal.Workaround;
import java.util.List;

/** The faults of ONNX Runtime that Tenon works around; {@code tests/upgrade} tries each. */
public final class OnnxRuntimeFaults {
  private static final String SEEN = "1.29.0";

  /** No report of the same fault is known. */
  private static final String NONE = "";

  public static final Workaround ZIP_MAPS =
      new Workaround(
          "zip_maps", SEEN, "an output of ZipMap is a sequence of maps, which is no tensor", NONE);

  public static final Workaround HALF_DEFAULTS =
      new Workaround(
          "half_defaults",
          SEEN,
          "a default in half precision, of an operator without a kernel for it, ends the process",
          "https://github.com/microsoft/onnxruntime/pull/32143");

  public static final Workaround OMITTED_INPUTS =
      new Workaround(
          "omitted_inputs",
          SEEN,
          "an empty name at the end of inputs is counted, and Trilu or Resize end the process",
          "https://github.com/microsoft/onnxruntime/issues/22035");

  public static final Workaround OPERAND_GUARDS =
      new Workaround(
          "operand_guards",
          SEEN,
          "operands that only the run knows end the process, in Trilu, STFT, DFT and others",
          "https://github.com/microsoft/onnxruntime/pull/32013");

  public static final Workaround HALF_SCALES =
      new Workaround(
          "half_scales",
          SEEN,
          "constant scales of 16 bits are read as 32 bits, which ends the process",
          NONE);

  public static final Workaround TRANSPOSED_CASTS =
      new Workaround(
          "transposed_casts",
          SEEN,
          "MatmulTransposeFusion joins Transpose, Cast and MatMul, and ends the process",
          "https://github.com/microsoft/onnxruntime/issues/28392");

  public static final Workaround SCALAR_OPERANDS =
      new Workaround(
          "scalar_operands",
          SEEN,
          "an Einsum that names axes of a scalar ends the process",
          "https://github.com/onnx/onnx/issues/6981");

  public static final Workaround SMALL_TYPES =
      new Workaround(
          "small_types",
          SEEN,
          "the Java library has no tensors of unsigned and small types",
          "https://github.com/microsoft/onnxruntime/issues/26260");

  public static final Workaround PLAIN_LOCALE =
      new Workaround(
          "plain_locale",
          SEEN,
          "StringNormalizer needs a locale that small systems lack",
          "https://github.com/microsoft/onnxruntime/issues/13197");

  public static final Workaround BLOCKED_BFLOAT16 =
      new Workaround(
          "blocked_bfloat16", SEEN, "NchwcTransformer ends the process on loops of bfloat16", NONE);

  public static final Workaround RANGE_FUSION =
      new Workaround(
          "range_fusion", SEEN, "GatherToSliceFusion drops a Range that is an output", NONE);

  /** All of them. */
  public static final List<Workaround> ALL =
      List.of(
          ZIP_MAPS,
          HALF_DEFAULTS,
          OMITTED_INPUTS,
          OPERAND_GUARDS,
          HALF_SCALES,
          TRANSPOSED_CASTS,
          SCALAR_OPERANDS,
          SMALL_TYPES,
          PLAIN_LOCALE,
          BLOCKED_BFLOAT16,
          RANGE_FUSION);

  private OnnxRuntimeFaults() {}
}
