(function(){
var d=document,r=d.documentElement,all=function(){return [].slice.call(d.querySelectorAll("details.c"))};
r.classList.add("js");
function set(on){all().forEach(function(e){e.open=on})}
d.getElementById("open").onclick=function(){set(true)};
d.getElementById("close").onclick=function(){set(false)};
function show(){var e=location.hash&&d.getElementById(decodeURIComponent(location.hash.slice(1)));
while(e){if(e.tagName==="DETAILS")e.open=true;e=e.parentElement}}
window.addEventListener("hashchange",show);show();
if(r.classList.contains("auto")){var was=[];
window.addEventListener("beforeprint",function(){was=[].slice.call(d.querySelectorAll("details")).filter(function(e){return !e.open});was.forEach(function(e){e.open=true})});
window.addEventListener("afterprint",function(){was.forEach(function(e){e.open=false})})}
})();
