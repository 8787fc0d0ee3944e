package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.text.Pieces;
import java.util.Arrays;

/** What becomes of a delimiter. */
enum SplitBehavior {
  /** Delimiters go. */
  REMOVED("Removed"),
  /** Each delimiter is a part of its own. */
  ISOLATED("Isolated"),
  /** A delimiter ends the part before it. */
  MERGED_WITH_PREVIOUS("MergedWithPrevious"),
  /** A delimiter begins the part behind it. */
  MERGED_WITH_NEXT("MergedWithNext"),
  /** Delimiters beside each other are one part. */
  CONTIGUOUS("Contiguous");

  private final String spelling;

  SplitBehavior(String spelling) {
    this.spelling = spelling;
  }

  static SplitBehavior read(JsonNode node) {
    String name = node.text();
    for (SplitBehavior each : values()) {
      if (each.spelling.equals(name)) {
        return each;
      }
    }
    throw node.unknown(Arrays.stream(values()).map(each -> each.spelling).toList());
  }

  void split(TextSegments segments, Pieces result) {
    int count = segments.size();
    for (int first = 0, next; first < count; first = next) {
      next = first + 1;
      if (this == MERGED_WITH_NEXT) {
        next = mergedWithNext(segments, first);
      } else if (this != REMOVED && this != ISOLATED) {
        while (next < count && joins(segments, next)) {
          next++;
        }
      }
      if (this != REMOVED || !segments.isDelimiter(first)) {
        result.add(segments.start(first), segments.end(next - 1));
      }
    }
  }

  /** Says whether a segment joins the one before it. */
  private boolean joins(TextSegments segments, int index) {
    boolean delimiter = segments.isDelimiter(index);
    boolean before = segments.isDelimiter(index - 1);
    return this == CONTIGUOUS ? delimiter == before : delimiter && !before;
  }

  private static int mergedWithNext(TextSegments segments, int first) {
    int next = first + 1;
    boolean merges =
        segments.isDelimiter(first) && next < segments.size() && !segments.isDelimiter(next);
    return merges ? next + 1 : next;
  }
}
