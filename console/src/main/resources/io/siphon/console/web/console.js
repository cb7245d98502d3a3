// Keys as in sngrep: j and k move, Enter opens, Escape goes back, / searches, ? helps. Every page works without this.
(function () {
  "use strict";

  function typing(target) {
    return target instanceof HTMLElement && target.matches("input, select, textarea");
  }

  // What j and k move over: arrows of a ladder, else links of a list.
  function items() {
    var arrows = document.querySelectorAll(".ladder a");
    return Array.from(arrows.length > 0 ? arrows : document.querySelectorAll("tbody td:first-child a"));
  }

  function move(by) {
    var all = items();
    if (all.length === 0) {
      return;
    }
    var here = all.indexOf(document.activeElement);
    if (here < 0) {
      here = all.findIndex(function (item) { return item.getAttribute("aria-current") === "true"; });
    }
    var next = all[Math.max(0, Math.min(all.length - 1, here + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === "Escape") {
      if (typing(event.target)) {
        event.target.blur();
      } else if (document.querySelector(".ladder-box")) {
        history.back();
      }
      return;
    }
    if (typing(event.target)) {
      return;
    }
    if (event.key === "c" && mark()) {
      event.preventDefault();
      return;
    }
    // Each switch of a page names its key.
    var key = event.key === " " ? "Space" : event.key;
    var shortcut = Array.from(document.querySelectorAll("[aria-keyshortcuts]")).find(function (link) {
      return link.getAttribute("aria-keyshortcuts") === key;
    });
    if (shortcut) {
      event.preventDefault();
      shortcut.click();
      return;
    }
    var search = document.getElementById("q");
    if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
      move(-1);
    } else if (event.key === "/" && search) {
      search.focus();
      search.select();
    } else if (event.key === "?") {
      location.href = "/help";
    } else {
      return;
    }
    event.preventDefault();
  });

  // Times are UTC; pointed at, they say what the reader's clock showed.
  var UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/;
  var local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

  document.addEventListener("mouseover", function (event) {
    var place = event.target instanceof HTMLElement ? event.target.closest("td, dd") : null;
    var text = place ? place.textContent.trim() : "";
    if (UTC.test(text) && !place.title) {
      place.title = local.format(new Date(text.replace(" ", "T") + "Z"));
    }
  });

  // In the list of calls, c marks a call, and c on another compares both.
  var MARK = "siphon-compare";

  function callId(link) {
    var path = link && link.getAttribute("href");
    return path && path.indexOf("/calls/") === 0 ? decodeURIComponent(path.slice(7).split("?")[0]) : "";
  }

  function mark() {
    var table = document.querySelector("table.calls");
    var id = table && table.contains(document.activeElement) ? callId(document.activeElement) : "";
    if (id === "") {
      return false;
    }
    var first = sessionStorage.getItem(MARK);
    if (first && first !== id) {
      sessionStorage.removeItem(MARK);
      location.href = "/compare?a=" + encodeURIComponent(first) + "&b=" + encodeURIComponent(id);
    } else {
      if (first) {
        sessionStorage.removeItem(MARK);
      } else {
        sessionStorage.setItem(MARK, id);
      }
      showMark();
    }
    return true;
  }

  function showMark() {
    var place = document.querySelector(".marked-call");
    var first = sessionStorage.getItem(MARK);
    if (place) {
      place.textContent = first ? "Marked " + first + ": c on another call compares both, c on it takes the mark away." : "";
      document.querySelectorAll("table.calls tbody tr").forEach(function (row) {
        row.classList.toggle("here", Boolean(first) && callId(row.querySelector("a")) === first);
      });
    }
  }
  showMark();

  // Hosts of a ladder are dragged by their names; links do the same.
  var head = document.querySelector(".ladder-head[data-order]");
  var hosts = head ? Array.from(head.querySelectorAll(".host")) : [];

  function hostAt(x) {
    return hosts.findIndex(function (host) {
      var box = host.getBoundingClientRect();
      return x >= box.left - 8 && x <= box.right + 8;
    });
  }

  if (hosts.length > 1) {
    var dragged = -1;
    head.classList.add("movable");
    head.addEventListener("pointerdown", function (event) {
      dragged = event.pointerType === "touch" ? -1 : hostAt(event.clientX);
      if (dragged >= 0) {
        event.preventDefault();
        hosts[dragged].classList.add("dragged");
      }
    });
    document.addEventListener("pointerup", function (event) {
      if (dragged < 0) {
        return;
      }
      var from = dragged;
      var to = hostAt(event.clientX);
      dragged = -1;
      hosts[from].classList.remove("dragged");
      if (to >= 0 && to !== from) {
        var order = head.dataset.order.split(".");
        var shown = order.filter(function (entry) { return entry[0] !== "-"; });
        shown.splice(to, 0, shown.splice(from, 1)[0]);
        var url = new URL(location.href);
        url.searchParams.set("columns", shown.concat(order.filter(function (entry) { return entry[0] === "-"; })).join("."));
        location.href = url.pathname + url.search;
      }
    });
  }

  // What is new is counted while the page is in sight, and shown when the reader asks for it.
  document.querySelectorAll(".live[data-tail]").forEach(function (place) {
    var link = place.querySelector("a");
    var source = null;

    function show(number, more) {
      link.hidden = number === 0;
      link.textContent = (more ? "more than " : "") + number + " " + (number === 1 && !more ? place.dataset.one : place.dataset.many);
    }

    function follow() {
      if (document.hidden) {
        if (source) {
          source.close();
          source = null;
        }
        return;
      }
      if (source) {
        return;
      }
      source = new EventSource(place.dataset.tail);
      source.addEventListener("new_calls", function (event) {
        var data = JSON.parse(event.data);
        show(data.number, data.more);
      });
      source.addEventListener("stored_messages", function (event) {
        show(Math.max(0, JSON.parse(event.data).number - Number(place.dataset.known)), false);
      });
      source.addEventListener("end", function (event) {
        var others = JSON.parse(event.data).reason === "others";
        source.close();
        // a page that comes back into sight follows again
        source = others ? null : source;
        link.hidden = false;
        link.textContent = others ? "Not live: four newer pages of this browser are. Reload" : "Your session has ended: log in again";
      });
    }
    link.addEventListener("click", function (event) {
      if (link.getAttribute("href") === "") {
        event.preventDefault();
        location.reload();
      }
    });
    document.addEventListener("visibilitychange", follow);
    follow();
  });

  // A message is fetched into the page that is there; the link alone does the same with a whole page.
  document.addEventListener("click", function (event) {
    var link = event.target instanceof Element ? event.target.closest(".flow .ladder a, .message .about a.step") : null;
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    var href = link.getAttribute("href");
    event.preventDefault();
    window.htmx.ajax("GET", href, { target: "#message", select: "#message", swap: "outerHTML" }).then(function () {
      history.replaceState(null, "", href);
      document.querySelectorAll(".ladder .selected").forEach(function (old) { old.classList.remove("selected"); });
      document.querySelectorAll(".ladder a[aria-current]").forEach(function (old) { old.removeAttribute("aria-current"); });
      var number = new URL(href, location.href).searchParams.get("m");
      document.querySelectorAll("a.keeps-message").forEach(function (link) {
        var url = new URL(link.href);
        url.searchParams.set("m", number);
        url.searchParams.delete("part");
        link.setAttribute("href", url.pathname + url.search);
      });
      var chosen = document.getElementById("m" + number);
      if (chosen) {
        chosen.setAttribute("aria-current", "true");
        chosen.querySelector(".arrow").classList.add("selected");
        chosen.scrollIntoView({ block: "nearest" });
      }
    });
  });

  // An empty field of the form is not part of the URL.
  document.addEventListener("submit", function (event) {
    event.target.querySelectorAll("input, select").forEach(function (field) {
      if (field.value === "") {
        field.disabled = true;
      }
    });
  });
})();
