package dev.tenon.samples;

import dev.tenon.text.Embedder;
import dev.tenon.text.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A sentence encoder finds the paragraphs of this project's pages that answer a question. */
public final class SemanticSearch {
  private static final List<String> QUESTIONS =
      List.of(
          "Why is jhdf pinned?",
          "Where do the names and seeds of a thread come from?",
          "Which methods set options?");

  /**
   * A paragraph of a page.
   *
   * @param page the name of the file
   */
  private record Paragraph(String page, String text) {}

  private SemanticSearch() {}

  /**
   * Asks three questions.
   *
   * @param args the folder of an encoder such as all-MiniLM-L6-v2; by default one that only knows
   *     words
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(System.getProperty("tenon.root", "."));
    Path encoder = args.length > 0 ? Path.of(args[0]) : root.resolve("samples/models/tiny_encoder");
    List<Paragraph> paragraphs = paragraphs(root.resolve(Quick.on() ? "docs/adr" : "docs"));
    try (Embedder embedder = Embedder.load(encoder)) {
      float[][] embeddings = embedder.embed(paragraphs.stream().map(Paragraph::text).toList());
      for (String question : QUESTIONS) {
        System.out.println(question);
        for (SearchResult found : embedder.topK(question, embeddings, Quick.or(1, 3))) {
          Paragraph paragraph = paragraphs.get(found.index());
          System.out.printf(
              Locale.ROOT,
              "  %.2f %s: %s%n",
              found.score(),
              paragraph.page(),
              shortened(paragraph.text()));
        }
      }
    }
  }

  /** Returns the paragraphs of all pages that have a sentence. */
  private static List<Paragraph> paragraphs(Path folder) throws IOException {
    List<Paragraph> paragraphs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        for (String text : Files.readString(file).split("\\R\\s*\\R", -1)) {
          if (text.contains(". ") && !text.startsWith("|")) {
            paragraphs.add(
                new Paragraph(
                    String.valueOf(file.getFileName()), text.replaceAll("\\s+", " ").strip()));
          }
        }
      }
    }
    return paragraphs;
  }

  private static String shortened(String text) {
    return text.length() > 90 ? text.substring(0, 90) + "…" : text;
  }
}
