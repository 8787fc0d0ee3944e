package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.reshaping.Reshape;
import dev.tenon.ops.Ops;
import dev.tenon.zoo.huggingface.AttentionParts.AttentionNames;
import dev.tenon.zoo.huggingface.WeightPlace.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Vision transformers: ViT, and DeiT, which has one more token.
 *
 * <p>The input {@code pixel_values} has its channels last: (batch, height, width, channels).
 *
 * @see <a href="https://arxiv.org/abs/2010.11929">An Image is Worth 16x16 Words</a>
 * @see <a href="https://arxiv.org/abs/2012.12877">Training data-efficient image transformers</a>
 */
final class VisionTransformer implements Transformer {
  private static final String DEIT = "deit";

  @Override
  public List<String> modelTypes() {
    return List.of("vit", DEIT);
  }

  @Override
  public String classPrefix(String modelType) {
    return modelType.equals(DEIT) ? "DeiT" : "ViT";
  }

  @Override
  public String basePrefix(String modelType) {
    return modelType;
  }

  @Override
  public List<TransformerHead> heads() {
    return List.of(
        TransformerHead.BASE,
        TransformerHead.IMAGE_CLASSIFICATION,
        TransformerHead.IMAGE_CLASSIFICATION_WITH_TEACHER);
  }

  @Override
  public void build(FolderConfig config, TransformerHead head, NetworkBuilder network) {
    boolean deit = config.modelType().equals(DEIT);
    double epsilon = config.fraction("layer_norm_eps", 1e-12);
    double dropout = config.fraction("hidden_dropout_prob", 0);
    KerasTensor x = network.dropout(embedded(config, deit, network), "embeddings_dropout", dropout);
    long layers = config.length("num_hidden_layers");
    for (int i = 0; i < layers; i++) {
      x = block(x, i, config, epsilon, dropout, network);
    }
    x = network.norm(x, "norm", epsilon, "layernorm");
    switch (head) {
      case IMAGE_CLASSIFICATION ->
          network.output("logits", classifier(x, 0, "logits", "classifier", config, network));
      case IMAGE_CLASSIFICATION_WITH_TEACHER -> {
        KerasTensor first = classifier(x, 0, "cls_classifier", "cls_classifier", config, network);
        KerasTensor second =
            classifier(x, 1, "distillation_classifier", "distillation_classifier", config, network);
        network.output("logits", Ops.divide(Ops.add(first, second), 2));
        network.output("cls_logits", first);
        network.output("distillation_logits", second);
      }
      default -> {
        network.output("last_hidden_state", x);
        if (network.fileHas("pooler.dense.weight")) {
          long width = config.length("pooler_output_size", x.shape().length(-1));
          String function = config.text("pooler_act", "tanh");
          network.output(
              "pooler_output",
              network.dense(x.get(1, 0), "pooler", width, function, "pooler.dense"));
        }
      }
    }
  }

  private static KerasTensor classifier(
      KerasTensor states,
      long token,
      String layer,
      String stem,
      FolderConfig config,
      NetworkBuilder network) {
    return network.headDense(states.get(1, token), layer, config.labels(), "linear", stem);
  }

  private static KerasTensor embedded(FolderConfig config, boolean deit, NetworkBuilder network) {
    List<Long> size = config.pair("image_size", 224);
    List<Long> patch = config.pair("patch_size", 16);
    long width = config.length("hidden_size");
    long patches = (size.get(0) / patch.get(0)) * (size.get(1) / patch.get(1));
    KerasTensor pixels =
        network.image("pixel_values", size.get(0), size.get(1), config.length("num_channels", 3));
    String stem = "embeddings.patch_embeddings.projection";
    network.base("patch_embeddings/kernel", Layout.CONVOLUTION, stem + ".weight");
    network.base("patch_embeddings/bias", Layout.SAME, stem + ".bias");
    KerasTensor x =
        Conv2D.DEFAULTS
            .filters(width)
            .kernelSize(patch)
            .strides(patch)
            .named("patch_embeddings")
            .apply(pixels);
    x = new Reshape(List.of(patches, width)).named("patches").apply(x);
    // One zero for each image: the row of a table with one row.
    KerasTensor zero = Ops.zerosLike(Ops.getItem(pixels, ":, 0, 0, :1"), "int32");
    List<KerasTensor> tokens = new ArrayList<>();
    tokens.add(token(zero, "cls_token", width, network));
    if (deit) {
      tokens.add(token(zero, "distillation_token", width, network));
    }
    tokens.add(x);
    x = new Concatenate(1).named("tokens").apply(tokens);
    network.base(
        "position_embeddings/embeddings", Layout.BATCHED, "embeddings.position_embeddings");
    KerasTensor numbers =
        NetworkBuilder.positions(Ops.zerosLike(Ops.getItem(x, ":, :, 0"), "int32"));
    KerasTensor positions =
        Embedding.DEFAULTS
            .inputDim(patches + tokens.size() - 1)
            .outputDim(width)
            .named("position_embeddings")
            .apply(numbers);
    return network.add("embeddings_add", x, positions);
  }

  private static KerasTensor token(
      KerasTensor zero, String layer, long width, NetworkBuilder network) {
    network.base(layer + "/embeddings", Layout.BATCHED, "embeddings." + layer);
    return Embedding.DEFAULTS.inputDim(1L).outputDim(width).named(layer).apply(zero);
  }

  private static KerasTensor block(
      KerasTensor x,
      int number,
      FolderConfig config,
      double epsilon,
      double dropout,
      NetworkBuilder network) {
    String layer = "layer_" + number;
    String stem = "encoder.layer." + number + ".";
    String self = stem + "attention.attention.";
    AttentionNames names =
        new AttentionNames(
            self + "query", self + "key", self + "value", stem + "attention.output.dense");
    long heads = config.length("num_attention_heads");
    double attentionDropout = config.fraction("attention_probs_dropout_prob", 0);
    KerasTensor y = network.norm(x, layer + "_attention_norm", epsilon, stem + "layernorm_before");
    String attention = layer + "_attention";
    y =
        config.flag("qkv_bias", true)
            ? network.attention(y, List.of(), attention, heads, attentionDropout, names)
            : new AttentionParts(network, attention, heads, attentionDropout, false)
                .apply(y, List.of(), names);
    y = network.dropout(y, layer + "_attention_dropout", dropout);
    KerasTensor sum = network.add(layer + "_attention_add", y, x);
    y = network.norm(sum, layer + "_output_norm", epsilon, stem + "layernorm_after");
    y =
        network.dense(
            y,
            layer + "_intermediate",
            config.length("intermediate_size"),
            config.text("hidden_act", "gelu"),
            stem + "intermediate.dense");
    y = network.dense(y, layer + "_output", x.shape().length(-1), stem + "output.dense");
    y = network.dropout(y, layer + "_output_dropout", dropout);
    return network.add(layer + "_output_add", y, sum);
  }
}
