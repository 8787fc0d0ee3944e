package dev.tenon.formats.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads files of one protobuf message, without copies of the bytes inside. */
public final class ProtobufFile {
  /** The largest depth of nested messages by protobuf's own default. */
  public static final int DEEPEST = 100;

  private ProtobufFile() {}

  /**
   * Returns the message of a file; its bytes stay views of the file.
   *
   * @param label starts the sentence of an exception
   * @param what names its kind in the exception
   * @param deepest the largest depth of nested messages
   * @throws MalformedModelException if it is damaged
   * @throws UnsupportedModelException if it needs more memory than available
   */
  public static <T> T parse(
      String label, Source source, Descriptor type, Parser<T> parser, String what, int deepest) {
    if (source.size() > Integer.MAX_VALUE - 8) {
      throw new MalformedModelException(
          label,
          "has "
              + source.size()
              + " bytes; a protobuf file is smaller than 2 GiB: larger models keep their weights in a"
              + " file beside it");
    }
    try {
      ByteBuffer bytes = source.slice(0, source.size());
      WireLengths.check(bytes.slice(), type, deepest);
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      input.enableAliasing(true);
      input.setRecursionLimit(deepest);
      T message = parser.parseFrom(input);
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException(
          label,
          "is no " + what + " or is damaged (" + e.getMessage() + "): fetch the file again",
          e);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedModelException(
          label,
          "its "
              + source.size()
              + " bytes unfold to more than the memory holds: start the JVM with a larger -Xmx",
          List.of(),
          e);
    }
  }
}
