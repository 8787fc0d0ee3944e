package dev.tenon.ir.op;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an attribute is where a model leaves it out, for those that ONNX gives a default.
 *
 * <p>A test compares the list with ONNX's own schemas.
 */
final class AttributeDefaults {
  private static final Map<String, Map<String, Object>> ALL = list();

  private AttributeDefaults() {}

  static @Nullable Object of(String opType, String attribute) {
    return ALL.getOrDefault(opType, Map.of()).get(attribute);
  }

  private static Map<String, Map<String, Object>> list() {
    Map<String, Map<String, Object>> all = new HashMap<>();
    add(all, "AffineGrid", "align_corners", 0L);
    add(all, "ArgMax", "axis", 0L, "keepdims", 1L, "select_last_index", 0L);
    add(all, "ArgMin", "axis", 0L, "keepdims", 1L, "select_last_index", 0L);
    add(all, "Attention", "is_causal", 0L, "qk_matmul_output_mode", 0L, "softcap", 0.0f);
    add(all, "AveragePool", "auto_pad", "NOTSET", "ceil_mode", 0L, "count_include_pad", 0L);
    add(all, "BatchNormalization", "epsilon", 1e-05f, "momentum", 0.9f, "training_mode", 0L);
    add(all, "Cast", "round_mode", "up", "saturate", 1L);
    add(all, "Celu", "alpha", 1.0f);
    add(all, "Conv", "auto_pad", "NOTSET", "group", 1L);
    add(all, "ConvTranspose", "auto_pad", "NOTSET", "group", 1L);
    add(all, "CumSum", "exclusive", 0L, "reverse", 0L);
    add(all, "DFT", "inverse", 0L, "onesided", 0L);
    add(all, "DeformConv", "group", 1L, "offset_group", 1L);
    add(all, "DepthToSpace", "mode", "DCR");
    add(all, "Elu", "alpha", 1.0f);
    add(all, "EyeLike", "k", 0L);
    add(all, "Flatten", "axis", 1L);
    add(all, "GRU", "direction", "forward", "layout", 0L, "linear_before_reset", 0L);
    add(all, "Gather", "axis", 0L);
    add(all, "GatherElements", "axis", 0L);
    add(all, "GatherND", "batch_dims", 0L);
    add(all, "Gelu", "approximate", "none");
    add(all, "Gemm", "alpha", 1.0f, "beta", 1.0f, "transA", 0L, "transB", 0L);
    add(all, "GroupNormalization", "epsilon", 1e-05f, "stash_type", 1L);
    add(all, "HardSigmoid", "alpha", 0.2f, "beta", 0.5f);
    add(all, "Hardmax", "axis", -1L);
    add(all, "InstanceNormalization", "epsilon", 1e-05f);
    add(all, "IsInf", "detect_negative", 1L, "detect_positive", 1L);
    add(all, "LRN", "alpha", 1e-04f, "beta", 0.75f, "bias", 1.0f);
    add(all, "LSTM", "direction", "forward", "input_forget", 0L, "layout", 0L);
    add(all, "LayerNormalization", "axis", -1L, "epsilon", 1e-05f, "stash_type", 1L);
    add(all, "LeakyRelu", "alpha", 0.01f);
    add(all, "LogSoftmax", "axis", -1L);
    add(all, "LpNormalization", "axis", -1L, "p", 2L);
    add(all, "MaxPool", "auto_pad", "NOTSET", "ceil_mode", 0L, "storage_order", 0L);
    add(all, "MelWeightMatrix", "output_datatype", 1L);
    add(all, "MaxRoiPool", "spatial_scale", 1.0f);
    add(all, "Mod", "fmod", 0L);
    add(all, "Multinomial", "dtype", 6L, "sample_size", 1L);
    add(all, "NonMaxSuppression", "center_point_box", 0L);
    add(all, "OneHot", "axis", -1L);
    add(all, "PackedAttention", "mask_filter_value", -10000f, "scale", 0f, "unidirectional", 0L);
    add(all, "Pad", "mode", "constant");
    add(all, "RMSNormalization", "axis", -1L, "epsilon", 1e-05f, "stash_type", 1L);
    add(all, "RNN", "direction", "forward", "layout", 0L);
    add(all, "RandomNormal", "dtype", 1L, "mean", 0.0f, "scale", 1.0f);
    add(all, "RandomNormalLike", "mean", 0.0f, "scale", 1.0f);
    add(all, "RandomUniform", "dtype", 1L, "high", 1.0f, "low", 0.0f);
    add(all, "RandomUniformLike", "high", 1.0f, "low", 0.0f);
    add(all, "ReduceL1", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceL2", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceLogSum", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceLogSumExp", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceMax", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceMean", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceMin", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceProd", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceSum", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "ReduceSumSquare", "keepdims", 1L, "noop_with_empty_axes", 0L);
    add(all, "Reshape", "allowzero", 0L);
    add(
        all,
        "Resize",
        "antialias",
        0L,
        "coordinate_transformation_mode",
        "half_pixel",
        "cubic_coeff_a",
        -0.75f,
        "exclude_outside",
        0L,
        "extrapolation_value",
        0.0f,
        "keep_aspect_ratio_policy",
        "stretch",
        "mode",
        "nearest",
        "nearest_mode",
        "round_prefer_floor");
    add(all, "ReverseSequence", "batch_axis", 1L, "time_axis", 0L);
    add(
        all,
        "RoiAlign",
        "coordinate_transformation_mode",
        "half_pixel",
        "mode",
        "avg",
        "output_height",
        1L,
        "output_width",
        1L,
        "sampling_ratio",
        0L,
        "spatial_scale",
        1.0f);
    add(all, "RotaryEmbedding", "interleaved", 0L, "rotary_embedding_dim", 0L);
    add(all, "STFT", "onesided", 1L);
    add(all, "ScatterElements", "axis", 0L, "reduction", "none");
    add(all, "ScatterND", "reduction", "none");
    add(all, "Selu", "alpha", 1.6732632f, "gamma", 1.050701f);
    add(all, "Shape", "start", 0L);
    add(all, "Shrink", "bias", 0.0f, "lambd", 0.5f);
    add(all, "Softmax", "axis", -1L);
    add(all, "Split", "axis", 0L);
    add(all, "StringNormalizer", "case_change_action", "NONE", "is_case_sensitive", 0L);
    add(all, "Swish", "alpha", 1.0f);
    add(all, "TensorScatter", "axis", -2L, "mode", "linear");
    add(all, "ThresholdedRelu", "alpha", 1.0f);
    add(all, "TopK", "axis", -1L, "largest", 1L, "sorted", 1L);
    add(all, "Trilu", "upper", 1L);
    add(all, "Unique", "sorted", 1L);
    traditional(all);
    return Collections.unmodifiableMap(all);
  }

  private static void traditional(Map<String, Map<String, Object>> all) {
    String unused = "_Unused";
    add(all, "Binarizer", "threshold", 0.0f);
    add(all, "CategoryMapper", "default_int64", -1L, "default_string", unused);
    add(all, "Imputer", "replaced_value_float", 0.0f, "replaced_value_int64", 0L);
    add(
        all,
        "LabelEncoder",
        "default_float",
        -0.0f,
        "default_int64",
        -1L,
        "default_string",
        unused);
    add(all, "LinearClassifier", "multi_class", 0L, "post_transform", "NONE");
    add(all, "LinearRegressor", "post_transform", "NONE", "targets", 1L);
    add(all, "Normalizer", "norm", "MAX");
    add(all, "OneHotEncoder", "zeros", 1L);
    add(all, "SVMClassifier", "kernel_type", "LINEAR", "post_transform", "NONE");
    add(
        all,
        "SVMRegressor",
        "kernel_type",
        "LINEAR",
        "n_supports",
        0L,
        "one_class",
        0L,
        "post_transform",
        "NONE");
    add(all, "TreeEnsemble", "aggregate_function", 1L, "post_transform", 0L);
    add(all, "TreeEnsembleClassifier", "post_transform", "NONE");
    add(all, "TreeEnsembleRegressor", "aggregate_function", "SUM", "post_transform", "NONE");
  }

  private static void add(
      Map<String, Map<String, Object>> all, String opType, Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    all.put(opType, Collections.unmodifiableMap(values));
  }
}
