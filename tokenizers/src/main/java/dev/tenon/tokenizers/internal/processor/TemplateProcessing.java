package dev.tenon.tokenizers.internal.processor;

import dev.tenon.tokenizers.internal.json.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Special tokens by a template for one sequence, and one for two. */
final class TemplateProcessing implements PostProcessor {
  /** A part of a template: a sequence by its number, or special tokens. */
  private record Part(int sequence, int typeId, @Nullable TokenSequence special) {}

  private final List<Part> single;
  private final List<Part> pair;

  private TemplateProcessing(List<Part> single, List<Part> pair) {
    this.single = single;
    this.pair = pair;
  }

  static TemplateProcessing read(JsonNode node) {
    Map<String, JsonNode> specials = new HashMap<>();
    JsonNode all = node.get("special_tokens");
    all.members().keySet().forEach(name -> specials.put(name, all.get(name)));
    return new TemplateProcessing(
        parts(node.get("single"), specials, 1), parts(node.get("pair"), specials, 2));
  }

  private static List<Part> parts(
      JsonNode template, Map<String, JsonNode> specials, int sequences) {
    List<Part> parts = new ArrayList<>();
    for (JsonNode each : template.list()) {
      JsonNode sequence = each.get("Sequence");
      if (sequence.isNull()) {
        parts.add(special(each.get("SpecialToken"), specials));
        continue;
      }
      int index = "AB".indexOf(sequence.get("id").text());
      if (index < 0 || index >= sequences || sequence.get("id").text().length() != 1) {
        throw sequence.get("id").wrong(sequences == 1 ? "\"A\"" : "\"A\" or \"B\"");
      }
      parts.add(new Part(index, sequence.get("type_id").count(), null));
    }
    return parts;
  }

  private static Part special(JsonNode part, Map<String, JsonNode> specials) {
    JsonNode special = specials.get(part.get("id").text());
    if (special == null) {
      throw part.get("id").wrong("a member of special_tokens");
    }
    int[] ids = special.get("ids").list().stream().mapToInt(JsonNode::count).toArray();
    String[] tokens =
        special.get("tokens").list().stream().map(JsonNode::text).toArray(String[]::new);
    if (ids.length != tokens.length) {
      throw special.get("tokens").wrong("as many tokens as ids, " + ids.length);
    }
    return new Part(0, 0, TokenSequence.special(ids, tokens, part.get("type_id").count()));
  }

  @Override
  public int added(boolean two) {
    int added = 0;
    for (Part part : two ? pair : single) {
      added += part.special() == null ? 0 : part.special().size();
    }
    return added;
  }

  @Override
  public List<TokenSequence> process(List<TokenSequence> sequences, boolean addSpecialTokens) {
    List<TokenSequence> result = new ArrayList<>();
    for (Part part : sequences.size() == 1 ? single : pair) {
      if (part.special() == null) {
        TokenSequence sequence = sequences.get(part.sequence());
        result.add(sequence.withTypeIds(part.typeId()).withSequence(part.sequence()));
      } else if (addSpecialTokens) {
        result.add(part.special());
      }
    }
    return result;
  }
}
