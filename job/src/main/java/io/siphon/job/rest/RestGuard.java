package io.siphon.job.rest;

import io.siphon.job.rest.RestRules.Refusal;

import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelDuplexHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpUtil;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.LastHttpContent;
import org.apache.flink.shaded.netty4.io.netty.handler.timeout.IdleStateEvent;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Filters requests behind the HTTP codec, before Flink stores anything of them: a request that
 * {@link RestRules} refuse is answered, and the connection closed.
 */
final class RestGuard extends ChannelDuplexHandler {

    /** How long the rest of a refused request is read and discarded, so that the answer arrives. */
    private static final long LINGER_SECONDS = 2;

    private final RestRules rules;
    private final RefusalLog log;
    private boolean refused;

    RestGuard(RestRules rules, RefusalLog log) {
        this.rules = rules;
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            discard(ctx, message);
        } else if (message instanceof HttpRequest request) {
            InetAddress local = ((InetSocketAddress) ctx.channel().localAddress()).getAddress();
            Refusal refusal = rules.refusal(request, local);
            if (refusal == null) {
                ctx.fireChannelRead(message);
            } else {
                refused = true;
                log.refused(refusal, ctx.channel().remoteAddress());
                ctx.writeAndFlush(answer(refusal));
                ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
                discard(ctx, message);
            }
        } else {
            ctx.fireChannelRead(message);
        }
    }

    /** Of the handler before this one: a connection that is silent both ways is closed. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private static void discard(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        if (message instanceof LastHttpContent) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** An error as Flink writes one. */
    private static FullHttpResponse answer(Refusal refusal) {
        ByteBuf body =
                Unpooled.copiedBuffer(
                        "{\"errors\":[\"refused: " + refusal.why() + "\"]}",
                        StandardCharsets.US_ASCII);
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(), body);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=UTF-8")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HttpUtil.setContentLength(answer, body.readableBytes());
        harden(answer.headers());
        return answer;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            harden(response.headers());
        }
        ctx.write(message, promise);
    }

    /** No other site reads, embeds or frames it, and nothing is taken for HTML that is not. */
    private static void harden(HttpHeaders headers) {
        headers.remove(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "SAMEORIGIN")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Referrer-Policy", "no-referrer");
    }
}
