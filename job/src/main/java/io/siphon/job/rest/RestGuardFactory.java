package io.siphon.job.rest;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPipeline;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;
import org.apache.flink.shaded.netty4.io.netty.handler.timeout.IdleStateHandler;

import java.util.Map;
import java.util.Optional;

/** Puts a {@link RestGuard} into each connection of Flink's REST server, by ServiceLoader. */
public final class RestGuardFactory implements InboundChannelHandlerFactory {

    private final RefusalLog log = new RefusalLog();

    /** Before all others. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<ChannelHandler> createHandler(
            Configuration configuration, Map<String, String> responseHeaders) {
        return Optional.of(new Placement(new RestGuard(RestRules.of(configuration), log)));
    }

    /**
     * Flink adds our handler behind those that write uploads to disk and keep bodies in memory, of
     * whoever sends them: it makes way for a guard before them.
     */
    private static final class Placement extends ChannelInboundHandlerAdapter {

        private static final int SILENCE_SECONDS = 60;

        private final RestGuard guard;

        private Placement(RestGuard guard) {
            this.guard = guard;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ChannelPipeline pipeline = ctx.pipeline();
            ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
            if (codec == null) {
                // of another Flink: without a guard nothing is served
                ctx.close();
                throw new IllegalStateException("expected an HttpServerCodec in " + pipeline);
            }
            pipeline.addAfter(codec.name(), RestGuard.class.getName(), guard);
            pipeline.addAfter(codec.name(), null, new IdleStateHandler(0, 0, SILENCE_SECONDS));
            pipeline.remove(this);
        }
    }
}
