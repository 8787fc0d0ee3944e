package dev.tenon.tokenizers.internal.processor;

import dev.tenon.tokenizers.internal.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The special tokens of BERT, {@code [CLS] A [SEP] B [SEP]}, and of RoBERTa, {@code <s> A </s></s>
 * B </s>}.
 */
final class PairProcessing implements PostProcessor {
  private final TokenSequence start;
  private final TokenSequence end;
  private final TokenSequence secondEnd;
  private final boolean roberta;

  private PairProcessing(
      TokenSequence start, TokenSequence end, TokenSequence secondEnd, boolean roberta) {
    this.start = start;
    this.end = end;
    this.secondEnd = secondEnd;
    this.roberta = roberta;
  }

  static PairProcessing read(JsonNode node, boolean roberta) {
    return new PairProcessing(
        token(node.get("cls"), 0),
        token(node.get("sep"), 0),
        token(node.get("sep"), roberta ? 0 : 1),
        roberta);
  }

  private static TokenSequence token(JsonNode pair, int typeId) {
    List<JsonNode> parts = pair.list();
    if (parts.size() != 2) {
      throw pair.wrong("a token and its number");
    }
    return TokenSequence.special(
        new int[] {parts.get(1).count()}, new String[] {parts.get(0).text()}, typeId);
  }

  @Override
  public int added(boolean pair) {
    return !pair ? 2 : roberta ? 4 : 3;
  }

  @Override
  public List<TokenSequence> process(List<TokenSequence> sequences, boolean addSpecialTokens) {
    List<TokenSequence> result = new ArrayList<>();
    for (TokenSequence each : sequences) {
      TokenSequence sequence = roberta ? withoutTypes(each, addSpecialTokens) : each;
      boolean first = result.isEmpty();
      result.add(addSpecialTokens ? surrounded(sequence, first) : sequence);
    }
    return result;
  }

  private static TokenSequence withoutTypes(TokenSequence sequence, boolean all) {
    TokenSequence result = sequence.withTypeIds(0);
    return all
        ? result.withOverflowing(
            result.overflowing().stream().map(each -> each.withTypeIds(0)).toList())
        : result;
  }

  private TokenSequence surrounded(TokenSequence sequence, boolean first) {
    List<TokenSequence> parts = new ArrayList<>();
    if (first) {
      parts.add(start);
    } else if (roberta) {
      parts.add(secondEnd);
    }
    parts.add(sequence);
    parts.add(first ? end : secondEnd);
    return TokenSequence.merged(parts);
  }
}
