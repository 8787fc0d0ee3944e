package dev.tenon.tokenizers.internal.processor;

import dev.tenon.tokenizers.internal.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that comes behind the model: truncation, special tokens, and the merge of two sequences. */
public final class PostProcessing {
  private static final List<String> KNOWN =
      List.of("BertProcessing", "ByteLevel", "RobertaProcessing", "Sequence", "TemplateProcessing");

  private final List<PostProcessor> processors;

  private PostProcessing(List<PostProcessor> processors) {
    this.processors = processors;
  }

  /** Reads the member {@code post_processor}. */
  public static PostProcessing read(JsonNode node) {
    List<PostProcessor> processors = new ArrayList<>();
    if (!node.isNull()) {
      addTo(processors, node);
    }
    if (processors.stream().filter(each -> !(each instanceof OffsetTrimming)).count() > 1) {
      throw node.unsupported("one processor that adds special tokens");
    }
    return new PostProcessing(processors);
  }

  private static void addTo(List<PostProcessor> processors, JsonNode node) {
    JsonNode type = node.get("type");
    switch (type.text()) {
      case "BertProcessing" -> processors.add(PairProcessing.read(node, false));
      case "ByteLevel" -> addByteLevel(processors, node);
      case "RobertaProcessing" -> {
        if (node.get("trim_offsets").flag()) {
          processors.add(new OffsetTrimming(node.get("add_prefix_space").flag(), false));
        }
        processors.add(PairProcessing.read(node, true));
      }
      case "Sequence" -> node.get("processors").list().forEach(each -> addTo(processors, each));
      case "TemplateProcessing" -> processors.add(TemplateProcessing.read(node));
      default -> throw type.unknown(KNOWN);
    }
  }

  private static void addByteLevel(List<PostProcessor> processors, JsonNode node) {
    boolean addPrefixSpace = node.get("add_prefix_space").flag();
    if (node.get("trim_offsets").flag()) {
      processors.add(new OffsetTrimming(addPrefixSpace, true));
    }
  }

  /** Returns how many tokens are added to one sequence or to two. */
  public int added(boolean pair) {
    return processors.stream().mapToInt(each -> each.added(pair)).sum();
  }

  /** Returns the result for the tokens of one text or of two. */
  public TokenSequence apply(
      List<TokenSequence> texts, @Nullable TruncationRule truncation, boolean addSpecialTokens) {
    List<TokenSequence> sequences = numbered(texts);
    if (truncation != null) {
      int added = addSpecialTokens ? added(texts.size() > 1) : 0;
      int left = truncation.maxLength() - added;
      if (left < 0) {
        throw new IllegalArgumentException(
            "Truncation: maxLength must have room for the special tokens. Expected: at least %d. Received: %d"
                .formatted(added, truncation.maxLength()));
      }
      sequences =
          new TruncationRule(left, truncation.stride(), truncation.strategy(), truncation.left())
              .apply(sequences);
    }
    for (PostProcessor each : processors) {
      sequences = each.process(sequences, addSpecialTokens);
    }
    return sequences.size() == 1 ? sequences.get(0) : TokenSequence.merged(sequences);
  }

  private static List<TokenSequence> numbered(List<TokenSequence> texts) {
    return texts.size() == 1 ? texts : List.of(texts.get(0), texts.get(1).withSequence(1));
  }
}
